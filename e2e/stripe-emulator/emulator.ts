import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  answerControlRequest,
  BodyTooLargeError,
  createFaultBook,
  inTransaction,
  jsonReply,
  type Reply,
  readBody,
  startHttpServer,
  writeReply,
} from '../emulator-kit/index.ts';
import { createApiHandler } from './core/api-handler.ts';
import { newId } from './core/ids.ts';
import type { RequestContext } from './core/route.ts';
import { createRouter } from './core/router.ts';
import { createStore } from './core/store.ts';
import { retriesSchema, setRetries } from './engine/retries.ts';
import { hostedInvoicePage } from './hosted-invoice-page.ts';
import { answerInspector } from './inspector/inspector.ts';
import { overviewPage } from './overview-page.ts';
import { answerPage } from './pages/page-handler.ts';
import { reportMeterErrors } from './resources/meter-error-reports.ts';
import { routes } from './routes.ts';
import { createTimeControl } from './time-control.ts';

export type StripeEmulatorOptions = {
  /** File that keeps everything acknowledged; in memory when absent. */
  databasePath?: string;
  /** The only key accepted; any well-formed test key when absent. */
  apiKey?: string;
  /** The emulator's clock in milliseconds since 1970, like Date.now. */
  now?: () => number;
  /** How long a meter event holds its customer and meter, in milliseconds (2). */
  lockLatencyMs?: number;
  /** How long after its 200 a bad meter event shows up in an error report, in milliseconds (1,000). */
  errorReportDelayMs?: number;
};

export type StripeEmulator = {
  listen: (port: number, host?: string) => Promise<{ port: number; url: string; close: () => Promise<void> }>;
};

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * A Stripe that runs here: the unmodified SDK talks to it over HTTP. Port 0 takes a free port; the default host is
 * 127.0.0.1. What it has acknowledged survives `kill -9` when there is a database file.
 * `listen` may be called once; `close` ends the server and the database.
 */
export function createStripeEmulator(options: StripeEmulatorOptions = {}): StripeEmulator {
  const now = options.now ?? Date.now;
  const store = createStore(options.databasePath);
  const faults = createFaultBook();
  let baseUrl = '';
  const findRoute = createRouter(routes);
  const time = createTimeControl({ store, faults, now, baseUrl: () => baseUrl, findRoute });
  const answerApi = createApiHandler({
    store,
    faults,
    findRoute,
    apiKey: options.apiKey,
    now,
    baseUrl: () => baseUrl,
    afterCommit: time.wake,
    lockLatencyMs: options.lockLatencyMs ?? 2,
  });

  function reportErrors(delayMs: number): number {
    const seconds = Math.floor(now() / 1000);
    const until = Math.floor((now() - delayMs) / 1000);
    return inTransaction(store.database, () => reportMeterErrors(store, until, seconds));
  }

  const makeContext = (): RequestContext => ({
    store,
    now: Math.floor(now() / 1000),
    clock: '',
    baseUrl,
    findRoute,
    requestId: newId('req'),
    idempotencyKey: null,
    path: {},
  });

  /** The pages for people: what Stripe hosts, and the view of what is stored. */
  function answerPeople(request: IncomingMessage, url: URL, body: string): Reply | undefined {
    const method = request.method ?? 'GET';
    const page =
      answerPage(request, url, body, makeContext) ??
      answerInspector({ makeContext, faults }, { method, path: url.pathname, body });
    if (page && method === 'POST') time.wake();
    return page;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://emulator.invalid');
    const method = request.method ?? 'GET';
    let body: string;
    try {
      body = await readBody(request);
    } catch (error) {
      if (!(error instanceof BodyTooLargeError)) throw error;
      return writeReply(
        response,
        jsonReply(413, { error: { type: 'invalid_request_error', message: error.message } }),
      );
    }
    if (method === 'POST' && url.pathname === '/_emulator/settle') {
      return writeReply(response, jsonReply(200, { error_reports: reportErrors(0) }));
    }
    if (method === 'POST' && url.pathname === '/_emulator/retries') {
      const wanted = retriesSchema.safeParse(parseJson(body));
      if (!wanted.success)
        return writeReply(response, jsonReply(400, { error: { message: wanted.error.message } }));
      setRetries(store, wanted.data);
      return writeReply(response, jsonReply(200, wanted.data));
    }
    const hosted = /^\/_emulator\/hosted-invoices\/(\w+)(?:\/pdf)?$/.exec(url.pathname)?.[1];
    if (method === 'GET' && hosted) return writeReply(response, hostedInvoicePage(store, hosted));
    const page = answerPeople(request, url, body);
    if (page) return writeReply(response, page);
    const timed = await time.answer(method, url.pathname);
    if (timed) return writeReply(response, timed);
    if (url.pathname.startsWith('/_emulator/')) {
      const control = {
        faults,
        reset: store.clear,
        state: () => ({ counts: store.counts(), faults: faults.list() }),
      };
      return writeReply(response, answerControlRequest(method, url.pathname, body, control));
    }
    if (method === 'GET' && url.pathname === '/') return writeReply(response, overviewPage(store));
    if (url.pathname.startsWith('/v2/')) reportErrors(options.errorReportDelayMs ?? 1000);
    const answer = await answerApi(request, url, body);
    if (answer.isLost) request.socket.destroy();
    else writeReply(response, answer.reply);
  }

  return {
    async listen(port, host = '127.0.0.1') {
      const listening = await startHttpServer(port, host, handle);
      baseUrl = `http://${host}:${listening.port}`;
      return {
        port: listening.port,
        url: baseUrl,
        async close() {
          time.close();
          await listening.close();
          if (store.database.isOpen) store.database.close();
        },
      };
    },
  };
}
