import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type pg from 'pg';
import { isOneRosterAddress, statusInfo } from '../../interop/index.ts';
import { AppError, errorBody, requestLanguage } from '../../kernel/index.ts';
import {
  asSystem,
  findTenant,
  isLostDatabase,
  parseHost,
  replicaSeconds,
  runInScope,
  type Scope,
  type TenantInfo,
} from '../../tenancy/index.ts';
import { clientAddress } from './client-address.ts';
import { errorPage } from './error-page.ts';

/** What the edge found out about a request, for the handlers behind it. */
export type EdgeRequest = Request & {
  requestId: string;
  /** Scheme and host as the browser sees them. */
  origin: string;
  /** Where the request came from, normalised; see clientAddress. */
  address: string;
  /** What inline scripts of the answer must carry. */
  nonce: string;
  scope?: Scope;
};

type TenantEntry = { tenant: TenantInfo | undefined; until: number };

// A school looked up at most this often; a suspended or renamed school is noticed within it.
const TENANT_CACHE_MS = 900;

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/** Sends an AppError in the language of the request: as JSON, or as a page to a browser that came by a link. */
export function sendError(req: Request, res: Response, error: AppError): void {
  const language = requestLanguage({
    cookie: req.headers.cookie ?? null,
    acceptLanguage: req.headers['accept-language'] ?? null,
  });
  if (error.status === 503) res.setHeader('Retry-After', '2');
  res.status(error.status).vary('Accept');
  if (isOneRosterAddress(req.originalUrl)) {
    res.json(statusInfo(error, language));
    return;
  }
  const wantsPage = /\btext\/html\b/.test(req.headers.accept ?? '') && !req.originalUrl.startsWith('/api');
  if (wantsPage && SAFE_METHODS.has(req.method)) res.type('html').send(errorPage(error, language));
  else res.json(errorBody(error, language));
}

// What Next and other parts read from a request although only a proxy of ours may say it.
const SAID_BY_PROXIES =
  /^(x-forwarded-|forwarded$|x-real-ip$|x-middleware-|x-nextjs-|x-invoke-|x-matched-path$|x-now-|next-resume$)/;

/**
 * Gives the request its id, its origin and its address, and takes away the headers in which a client could claim
 * another. An id from outside is kept only when it is plain.
 */
export function identifyRequest(protocol: 'http' | 'https', proxies: number): RequestHandler {
  return (req, res, next) => {
    const edge = req as EdgeRequest;
    const given = req.headers['x-request-id'];
    edge.requestId = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    edge.origin = `${protocol}://${req.headers.host ?? ''}`;
    edge.address = clientAddress(req, proxies);
    for (const name of Object.keys(req.headers)) if (SAID_BY_PROXIES.test(name)) delete req.headers[name];
    res.setHeader('X-Request-Id', edge.requestId);
    next();
  };
}

/**
 * Maps the host to a school, the console or the partners, and runs everything behind it in that scope. An
 * unknown host gets 421 and nothing else.
 */
export function resolveHost(options: { baseDomain: string; pool: pg.Pool }): RequestHandler {
  const cache = new Map<string, TenantEntry>();
  const lookUp = async (header: string): Promise<Scope | undefined> => {
    const database = { lost: false };
    const host = parseHost(header, options.baseDomain);
    if (host === undefined) return undefined;
    if (host.kind === 'console') return { kind: 'platform', realm: 'platform', requestId: '', database };
    if (host.kind === 'partners') return { kind: 'platform', realm: 'partner', requestId: '', database };
    const key = host.kind === 'tenant' ? host.subdomain : host.domain;
    let entry = cache.get(key);
    if (entry === undefined || entry.until < Date.now()) {
      entry = {
        tenant: await asSystem(() => findTenant(options.pool, host)),
        until: Date.now() + TENANT_CACHE_MS,
      };
      if (cache.size > 10_000) cache.clear();
      cache.set(key, entry);
    }
    return entry.tenant ? { kind: 'tenant', tenant: entry.tenant, requestId: '', database } : undefined;
  };
  return (req: Request, res: Response, next: NextFunction) => {
    const edge = req as EdgeRequest;
    if (replicaSeconds() !== undefined && !SAFE_METHODS.has(req.method)) tellWhenWritten(res);
    lookUp(req.headers.host ?? '').then(
      (found) => {
        if (found === undefined) return sendError(req, res, new AppError('host.unknown'));
        const userAgent = (req.headers['user-agent'] ?? '').slice(0, 400);
        edge.scope = { ...found, requestId: edge.requestId, client: { address: edge.address, userAgent } };
        if (replicaSeconds() !== undefined) edge.scope.wroteAt = whenWritten(req);
        runInScope(edge.scope, next);
      },
      (error: unknown) =>
        isLostDatabase(error) ? sendError(req, res, new AppError('database.unavailable')) : next(error),
    );
  };
}

const WROTE = 'dft-wrote';

// With replicas the browser carries when it last wrote, so that every process reads what it wrote from the primary. Whoever
// sends another moment reads a little older or costs the primary a read.
function tellWhenWritten(res: Response): void {
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => Response;
  res.writeHead = ((...args: unknown[]) => {
    res.appendHeader(
      'Set-Cookie',
      `${WROTE}=${Date.now()}; Path=/; Max-Age=${replicaSeconds() ?? 0}; HttpOnly; SameSite=Lax`,
    );
    return writeHead(...args);
  }) as typeof res.writeHead;
}

function whenWritten(req: Request): number | undefined {
  const moment = /(?:^|;\s*)dft-wrote=(\d{13})(?:;|$)/.exec(req.headers.cookie ?? '')?.[1];
  return moment === undefined ? undefined : Number(moment);
}

/** When a query of this request met a lost database, the answer is 503 whatever the handler made of it. */
export const tellLostDatabase: RequestHandler = (req, res, next) => {
  const edge = req as EdgeRequest;
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => Response;
  res.writeHead = ((...args: unknown[]) => {
    if (edge.scope?.database.lost && res.statusCode >= 300) {
      res.statusCode = 503;
      if (typeof args[0] === 'number') args[0] = 503;
    }
    // Payload's own error answers say 503 without when to come back.
    if (res.statusCode === 503 && !res.hasHeader('Retry-After')) res.setHeader('Retry-After', '2');
    return writeHead(...args);
  }) as typeof res.writeHead;
  next();
};
