import type { Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StartError } from '../embedded/start-error.ts';
import { createWebApp, type WebOptions } from './app.ts';
import { createWebServer } from './web-server.ts';

const PANEL = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../admin');

const GRACE_MS = 5000;

export type WebServer = { port: number; close: () => Promise<void> };

/** Starts the web server with the panel. A taken port ends with a sentence. */
export async function listen(options: Omit<WebOptions, 'panel'>): Promise<WebServer> {
  const { PORT: port, BIND_ADDRESS: hostname } = options.settings;
  const { default: next } = await import('next');
  const panel = next({ dev: false, dir: PANEL, hostname, port, quiet: true });
  await panel.prepare();
  const handle = panel.getRequestHandler();
  const app = createWebApp({ ...options, panel: async (req, res) => handle(req, res) });
  const server = createWebServer(app);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(
              `Port ${port} is taken by another program; stop it or choose another with PORT.`,
              error,
            )
          : new StartError(`The server cannot listen on ${hostname}:${port} (${error.message}).`, error),
      ),
    );
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      // Requests in work are answered; idle connections are closed at once, and after a while all of them: a socket
      // that was upgraded or half closed is no longer among those the HTTP server knows.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, GRACE_MS);
      await closed;
      clearTimeout(timer);
      await Promise.race([panel.close(), sleep(GRACE_MS)]);
    },
  };
}
