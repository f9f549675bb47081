import net from 'node:net';

/**
 * Newline-framed JSON over one inherited descriptor. The parent is trusted, so a frame that is too long or not JSON
 * means a broken pipe and ends the process; the parent treats that as a death.
 *
 * @param {{ fd: number, maxFrameBytes: number, onMessage: (message: Record<string, unknown>) => void }} options
 * @returns {{ send: (message: object) => void }}
 */
export function openChannel({ fd, maxFrameBytes, onMessage }) {
  const socket = new net.Socket({ fd, readable: true, writable: true });
  /** @type {Buffer[]} */
  let parts = [];
  let size = 0;

  socket.on('data', (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      const line = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      parts = [];
      size = 0;
      start = end + 1;
      onMessage(JSON.parse(line.toString('utf8')));
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
      size += chunk.length - start;
      if (size > maxFrameBytes) process.exit(70);
    }
  });
  // Without its parent a worker has no work: it must never live on as an orphan.
  socket.on('close', () => process.exit(0));
  socket.on('error', () => process.exit(0));

  return {
    send(message) {
      socket.write(`${JSON.stringify(message)}\n`);
    },
  };
}
