import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

export type ServerLimits = {
  /** How long a client may take to send the headers of a request. */
  headersMs: number;
  /** How long a client may take to send a whole request, an upload included. */
  requestMs: number;
  /** How long an idle connection is kept for the next request. */
  idleMs: number;
  connections: number;
};

const LIMITS: ServerLimits = { headersMs: 10_000, requestMs: 120_000, idleMs: 20_000, connections: 5000 };
const MOST_HEADERS = 100;

/**
 * The HTTP server in front of everything: who sends slowly, endlessly or not HTTP loses the connection, and takes from
 * nobody else. An answer given before a request could be read carries the headers that need no request.
 */
export function createWebServer(app: RequestListener, limits: Partial<ServerLimits> = {}): Server {
  const { headersMs, requestMs, idleMs, connections } = { ...LIMITS, ...limits };
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: idleMs,
      connectionsCheckingInterval: Math.min(2000, headersMs),
      requireHostHeader: true,
    },
    app,
  );
  server.maxHeadersCount = MOST_HEADERS;
  server.maxConnections = connections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    socket.end(refusal(error.code));
  });
  return server;
}

function refusal(code: string | undefined): string {
  const status =
    code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  return [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Length: 0',
    'Cache-Control: private, no-store',
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options: nosniff',
    '',
    '',
  ].join('\r\n');
}
