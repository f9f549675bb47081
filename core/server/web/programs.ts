import type { Request, RequestHandler, Response } from 'express';
import type pg from 'pg';
import { admitProgram, claimsToBeOurs, isForPrograms } from '../../identity/index.ts';
import {
  AppError,
  createLimiter,
  isAppError,
  type Limiter,
  type LimitOutcome,
  rateLimitHeaders,
} from '../../kernel/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

// RFC 6750, 2.1: the form of a bearer token. What is not even that is refused before anybody reads it.
const BEARER = /^bearer +([A-Za-z0-9._~+/-]{1,4096}=*)$/i;
// What may be a session's token, in the form that sessions read it.
const OF_A_SESSION = /^(?:bearer|jwt) [\w-]{43}$/i;
const SESSION_COOKIES = /(?:^|;\s*)(?:__Host-daftar|daftar|payload-token)=/;

/**
 * Lets programs in that show a key or an access token as `Authorization: Bearer`. It answers 401 for what is no good, 403
 * for what only people may ask, 429 over the key's limit, and otherwise leaves the program in the scope, where Payload's
 * strategy finds it. Requests
 * without the header, or with the token of a session in it, are not its business.
 */
export function admitPrograms(pool: pg.Pool): RequestHandler {
  return async (req, res, next) => {
    const header = req.headers.authorization;
    if (header === undefined || OF_A_SESSION.test(header)) return next();
    const credential = BEARER.exec(header)?.[1];
    try {
      if (credential === undefined || !claimsToBeOurs(credential)) throw new AppError('api.key_invalid');
      await admit(pool, credential, req as EdgeRequest, res);
    } catch (error) {
      if (!isAppError(error)) return next(error);
      return refuse(req, res, error);
    }
    next();
  };
}

async function admit(pool: pg.Pool, credential: string, req: EdgeRequest, res: Response): Promise<void> {
  // Two identities in one request: whichever part of the server took the other one would be wrong.
  if (SESSION_COOKIES.test(req.headers.cookie ?? '')) throw new AppError('api.two_credentials');
  const { scope } = req;
  if (scope?.kind !== 'tenant') throw new AppError('api.key_invalid');
  const program = await admitProgram(pool, credential, req.address);
  const limiter = createLimiter({ name: 'key', points: program.requestsPerMinute, seconds: 60 });
  const outcome = await limiter.consume(program.keyId);
  tellLimit(res, limiter, outcome);
  if (!outcome.allowed) throw new AppError('request.rate_limited', { seconds: outcome.resetSeconds });
  if (!isForPrograms(req.method, req.path)) throw new AppError('api.not_for_programs');
  scope.program = { keyId: program.keyId, scopes: program.scopes };
}

/** Adds a limit to the answer's RateLimit headers beside those that are there already. */
export function tellLimit(res: Response, limiter: Limiter, outcome: LimitOutcome): void {
  for (const [name, value] of Object.entries(rateLimitHeaders(limiter, outcome))) {
    const before = name === 'Retry-After' ? undefined : res.getHeader(name);
    res.setHeader(name, before === undefined ? value : `${before}, ${value}`);
  }
}

function refuse(req: Request, res: Response, error: AppError): void {
  if (error.status === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="daftar", error="invalid_token"');
  if (error.code === 'request.rate_limited') res.setHeader('Retry-After', String(error.details.seconds));
  res.setHeader('Cache-Control', 'no-store');
  sendError(req, res, error);
}
