import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Json } from '../../../core/sandbox/cage.ts';
import type { DevSession } from './dev-session.ts';

const PAGE_FOLDER = new URL('./page/', import.meta.url);
const ASSETS: Readonly<Record<string, [file: string, type: string]>> = {
  '/': ['index.html', 'text/html'],
  '/app.js': ['app.js', 'text/javascript'],
  '/blocks.js': ['blocks.js', 'text/javascript'],
  '/words.js': ['words.js', 'text/javascript'],
  '/style.css': ['style.css', 'text/css'],
};
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

const kinds = ['event', 'schedule', 'endpoint', 'action', 'widget', 'page', 'tab', 'migration'] as const;
const callInput = z.strictObject({
  kind: z.enum(kinds),
  name: z.string(),
  input: z.json(),
  language: z.enum(['en', 'ar']),
});
const ACTIONS: Readonly<Record<string, (session: DevSession, body: unknown) => unknown>> = {
  '/api/call': (session, body) => {
    const { kind, name, input, language } = callInput.parse(body);
    return session.call({ kind, name }, input as Json, language);
  },
  '/api/replay': (session, body) =>
    session.replay(z.strictObject({ place: z.int().min(0) }).parse(body).place),
  '/api/settings': (session, body) => session.configure(z.record(z.string(), z.json()).parse(body)),
  '/api/clock': (session, body) =>
    session.setClock(z.strictObject({ moment: z.string().max(40) }).parse(body).moment),
  '/api/reset': (session) => session.reset(),
};

export type DevServer = {
  url: string /** Tells open pages to look again. */;
  changed(): void;
  close(): Promise<void>;
};

/** Serves the page of `dev` on this machine alone. Rejects when the port is taken, saying how to choose another. */
export async function startDevServer(session: DevSession, port: number): Promise<DevServer> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(session, listeners, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      send(response, 400, { message });
    });
  });
  await listen(server, port);
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${chosen}`,
    changed: () => {
      for (const listener of listeners) listener.write('data: changed\n\n');
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  session: DevSession,
  listeners: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (!isFromHere(request)) return send(response, 403, { message: 'This page is for this machine alone.' });
  const asset = request.method === 'GET' && Object.hasOwn(ASSETS, path) ? ASSETS[path] : undefined;
  if (asset) {
    const [file, type] = asset;
    response.writeHead(200, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` });
    response.end(await readFile(fileURLToPath(new URL(file, PAGE_FOLDER))));
  } else if (request.method === 'GET' && path === '/api/state') send(response, 200, session.view());
  else if (request.method === 'GET' && path === '/api/live') {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    response.write('data: hello\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  } else {
    const act = request.method === 'POST' && Object.hasOwn(ACTIONS, path) ? ACTIONS[path] : undefined;
    if (act === undefined) return send(response, 404, { message: 'There is no such page.' });
    send(response, 200, (await act(session, await json(request))) ?? {});
  }
}

/** Another website must not reach it, neither by a form nor by a name that leads to this machine. */
function isFromHere({ method, headers }: IncomingMessage): boolean {
  const isOwnName = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(headers.host ?? '');
  if (!isOwnName || method === 'GET') return isOwnName;
  return (
    headers['content-type'] === 'application/json' &&
    (headers.origin === undefined || headers.origin === `http://${headers.host}`)
  );
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken. Choose another one with --port.`)
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}
