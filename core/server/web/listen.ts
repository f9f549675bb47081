import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../embedded/start-error.ts';
import { createWebApp, type WebOptions } from './app.ts';

const PANEL = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../admin');

export type WebServer = { port: number; close: () => Promise<void> };

/** Starts the web server with the panel. A taken port ends with a sentence. */
export async function listen(options: Omit<WebOptions, 'panel'>): Promise<WebServer> {
  const { PORT: port, BIND_ADDRESS: hostname } = options.settings;
  const { default: next } = await import('next');
  const panel = next({ dev: false, dir: PANEL, hostname, port, quiet: true });
  await panel.prepare();
  const handle = panel.getRequestHandler();
  const app = createWebApp({ ...options, panel: async (req, res) => handle(req, res) });
  const server = createServer({ maxHeaderSize: 16 * 1024 }, app);
  server.requestTimeout = 120_000;
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
      // Requests in work are answered; idle connections are closed at once.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
      await closed;
      await panel.close();
    },
  };
}
