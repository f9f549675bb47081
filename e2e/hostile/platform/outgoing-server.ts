import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startTlsServer, type TlsServer } from '../../../core/sandbox/capabilities/testing/tls-server.ts';

export const API = 'api.partner.example';
const NAMES = [API, 'eu.partner.example', 'undeclared.example'];
const BOMB = gzipSync(Buffer.alloc(50_000_000));

/** A server on the other side that means harm; it stands where a public one would, and counts who came. */
export type HostileServer = TlsServer & { reached(): string[] };

export async function startHostileServer(): Promise<HostileServer> {
  const seen: string[] = [];
  const server = await startTlsServer(NAMES, (req, res) => {
    seen.push(`${req.headers.host} ${req.url}`);
    answer(req, res);
  });
  return { ...server, reached: () => seen.splice(0) };
}

function answer(req: IncomingMessage, res: ServerResponse): void {
  const [path = '', query = ''] = (req.url ?? '').slice(1).split('?');
  const write = (everyMs: number, bytes: number): void => {
    const timer = setInterval(() => res.write(Buffer.alloc(bytes)), everyMs);
    res.on('close', () => clearInterval(timer));
  };
  if (path === 'redirect') res.writeHead(302, { location: decodeURIComponent(query) }).end();
  else if (path === 'endless') write(0, 16_384);
  else if (path === 'slow') write(20, 1);
  else if (path === 'silent') return;
  else if (path === 'bomb') res.setHeader('content-encoding', 'gzip').end(BOMB);
  else if (path === 'size') res.end('x'.repeat(Number(query)));
  else if (path === 'headers') {
    for (let index = 0; index < 10_000; index += 1) res.setHeader(`x-${index}`, 'v');
    res.end();
  } else if (path === 'lines') {
    req.socket.end('HTTP/1.1 200 OK\r\nset-cookie: a\r\n\r\nb: c\r\ncontent-length: 0\r\n\r\n');
  } else res.end('hello');
}
