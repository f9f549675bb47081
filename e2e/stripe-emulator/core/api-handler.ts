import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultBook, inTransaction, jsonReply, type Reply } from '../../emulator-kit/index.ts';
import { ApiError, errorBody, lockTimeout } from './api-error.ts';
import { authenticate, authenticateSession, readVersion } from './authenticate.ts';
import { apiVersion } from './emit-event.ts';
import { faultError } from './fault-errors.ts';
import { decodeRequest } from './form.ts';
import { findAnswer, type KeyedRequest, keepAnswer, keyInUse } from './idempotency.ts';
import { newId } from './ids.ts';
import type { FindRoute, RequestContext, RouteMatch } from './route.ts';
import type { Store } from './store.ts';

export type ApiHandlerOptions = {
  store: Store;
  faults: FaultBook;
  findRoute: FindRoute;
  apiKey: string | undefined;
  now: () => number;
  baseUrl: () => string;
  /** Called after work was committed, before it is answered. */
  afterCommit: () => void;
  /** How long a request holds its lock before it works, in milliseconds. */
  lockLatencyMs: number;
};

/** `isLost` means: the work is done and durable, but the client must never hear of it. */
export type ApiAnswer = { reply: Reply; isLost: boolean };

/**
 * Answers API requests in Stripe's order: key, version, route, faults, idempotency, parameters, locks, work.
 * The work and its idempotent answer are one transaction; nothing is answered before it is durable.
 */
export function createApiHandler(options: ApiHandlerOptions) {
  const locks = new Set<string>();
  const keysInUse = new Set<string>();

  return async function answer(request: IncomingMessage, url: URL, body: string): Promise<ApiAnswer> {
    const requestId = newId('req');
    const key = readHeader(request, 'idempotency-key');
    const headers: Record<string, string> = { 'request-id': requestId, 'stripe-version': apiVersion };
    if (key) headers['idempotency-key'] = key;
    let isLost = false;
    try {
      if (url.pathname === '/v2/billing/meter_event_stream') {
        authenticateSession(options.store, request.headers, Math.floor(options.now() / 1000));
      } else authenticate(request.headers, options.apiKey);
      headers['stripe-version'] = readVersion(request.headers);
      const method = request.method ?? 'GET';
      const match = options.findRoute(method, url.pathname);
      if (!match) throw unknownRoute(method, url.pathname);
      const fault = options.faults.draw([`${method} ${match.route.path}`, `${method} ${url.pathname}`]);
      if (fault?.kind === 'status') throw faultError(fault);
      isLost = fault?.kind === 'lost_reply';
      return { reply: await work({ match, url, body, requestId, key, headers, method }), isLost };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { reply: errorReply(error, requestId, headers), isLost };
    }
  };

  type Work = {
    match: RouteMatch;
    url: URL;
    body: string;
    requestId: string;
    key: string | undefined;
    headers: Record<string, string>;
    method: string;
  };

  async function work({ match, url, body, requestId, key, headers, method }: Work): Promise<Reply> {
    const params = decodeRequest(method, url, body);
    const now = Math.floor(options.now() / 1000);
    const keyed: KeyedRequest | undefined =
      key && method === 'POST' ? { key, endpoint: url.pathname, params, now } : undefined;
    const stored = keyed && findAnswer(options.store, keyed);
    if (stored) {
      const replayed = { 'idempotent-replayed': 'true', 'original-request': stored.requestId };
      return {
        status: stored.status,
        headers: { ...stored.headers, ...headers, ...replayed },
        body: stored.body,
      };
    }
    if (keyed && keysInUse.has(keyed.key)) throw keyInUse(keyed.key);
    const context: RequestContext = {
      store: options.store,
      now,
      clock: '',
      baseUrl: options.baseUrl(),
      findRoute: options.findRoute,
      requestId,
      idempotencyKey: key ?? null,
      path: match.path,
    };
    const prepared = match.route.prepare(context, params);
    if (prepared.lockKey && locks.has(prepared.lockKey)) throw lockTimeout();
    const lockKey = prepared.lockKey;
    try {
      if (keyed) keysInUse.add(keyed.key);
      if (lockKey) {
        locks.add(lockKey);
        await sleep(options.lockLatencyMs);
      }
      return runAndKeep(() => jsonReply(200, prepared.execute(), headers), keyed, requestId, headers);
    } finally {
      if (keyed) keysInUse.delete(keyed.key);
      if (lockKey) locks.delete(lockKey);
    }
  }

  function runAndKeep(
    execute: () => Reply,
    keyed: KeyedRequest | undefined,
    requestId: string,
    headers: Record<string, string>,
  ): Reply {
    const { store } = options;
    const settle = (work: () => Reply) => {
      try {
        return work();
      } catch (error) {
        if (error instanceof ApiError && error.options.keepsWork)
          return errorReply(error, requestId, headers);
        throw error;
      }
    };
    const keep = (reply: Reply) => {
      if (keyed) keepAnswer(store, keyed, { requestId, ...reply });
      return reply;
    };
    try {
      const reply = inTransaction(store.database, () => keep(settle(execute)));
      options.afterCommit();
      return reply;
    } catch (error) {
      if (!(error instanceof ApiError) || error.options.isBeforeExecution) throw error;
      // The failed work is rolled back; its answer is kept, because Stripe replays errors too.
      const reply = errorReply(error, requestId, headers);
      return inTransaction(store.database, () => keep(reply));
    }
  }
}

function errorReply(error: ApiError, requestId: string, headers: Record<string, string>): Reply {
  const { shouldRetry, status } = error.options;
  const retry: Record<string, string> =
    shouldRetry === undefined ? {} : { 'stripe-should-retry': String(shouldRetry) };
  return jsonReply(status, errorBody(error, requestId), { ...headers, ...retry });
}

function unknownRoute(method: string, path: string): ApiError {
  return new ApiError(
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    { status: 404, isBeforeExecution: true },
  );
}

function readHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
