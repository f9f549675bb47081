import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A reply before it is written: the body is already text. */
export type Reply = { status: number; headers: Record<string, string>; body: string };

/** The request body was larger than the limit; answer 413. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
}

/** Reads the whole body as UTF-8 text. Throws BodyTooLargeError above `limit` bytes. */
export async function readBody(request: IncomingMessage, limit = 1_000_000): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > limit) throw new BodyTooLargeError(`The request body is larger than ${limit} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A JSON reply. Extra headers win over the defaults. */
export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value, null, 2),
  };
}

/** Writes a reply with its length, unless the client is already gone. */
export function writeReply(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': String(Buffer.byteLength(reply.body)),
    'cache-control': 'no-store',
  });
  response.end(reply.body);
}

export type ListeningServer = { server: Server; port: number; host: string; close: () => Promise<void> };

/**
 * Starts an HTTP server. Port 0 takes a free one; the answer names it.
 * `close` also cuts connections that are kept alive, so it never waits for an idle client.
 * Rejects when the port is taken.
 */
export async function startHttpServer(
  port: number,
  host: string,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<ListeningServer> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('The emulator failed on', request.method, request.url, error);
      if (response.headersSent) response.destroy();
      else
        writeReply(
          response,
          jsonReply(500, { error: { type: 'api_error', message: 'The emulator failed.' } }),
        );
    });
  });
  // Longer than any client keeps an idle connection, so that none is reused in the moment it is closed.
  server.keepAliveTimeout = 65_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { server, port: (server.address() as AddressInfo).port, host, close };
}
