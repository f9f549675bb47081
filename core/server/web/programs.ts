import type { Request, RequestHandler, Response } from 'express';
import type pg from 'pg';
import { admitProgram, claimsToBeOurs, isForPrograms, type Program } from '../../identity/index.ts';
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
    try {
      const program = await admitBearer(req as EdgeRequest, res, (credential, address) =>
        admitProgram(pool, credential, address),
      );
      if (!isForPrograms(req.method, req.path)) throw new AppError('api.not_for_programs');
      const { scope } = req as EdgeRequest;
      if (scope) scope.program = { keyId: program.keyId, scopes: program.scopes };
    } catch (error) {
      if (!isAppError(error)) return next(error);
      return refuseProgram(req, res, error);
    }
    next();
  };
}

/**
 * The program whose bearer token a request shows, held to its number of requests a minute; `find` looks the token up.
 * Throws api.key_invalid (also without a token), api.two_credentials, request.rate_limited and what `find` throws.
 */
export async function admitBearer(
  req: EdgeRequest,
  res: Response,
  find: (credential: string, address: string) => Promise<Program>,
): Promise<Program> {
  const credential = BEARER.exec(req.headers.authorization ?? '')?.[1];
  if (credential === undefined || !claimsToBeOurs(credential)) throw new AppError('api.key_invalid');
  // Two identities in one request: whichever part of the server took the other one would be wrong.
  if (SESSION_COOKIES.test(req.headers.cookie ?? '')) throw new AppError('api.two_credentials');
  if (req.scope?.kind !== 'tenant') throw new AppError('api.key_invalid');
  const program = await find(credential, req.address);
  const limiter = createLimiter({ name: 'key', points: program.requestsPerMinute, seconds: 60 });
  const outcome = await limiter.consume(program.keyId);
  tellLimit(res, limiter, outcome);
  if (!outcome.allowed) throw new AppError('request.rate_limited', { seconds: outcome.resetSeconds });
  return program;
}

/** Adds a limit to the answer's RateLimit headers beside those that are there already. */
export function tellLimit(res: Response, limiter: Limiter, outcome: LimitOutcome): void {
  for (const [name, value] of Object.entries(rateLimitHeaders(limiter, outcome))) {
    const before = name === 'Retry-After' ? undefined : res.getHeader(name);
    res.setHeader(name, before === undefined ? value : `${before}, ${value}`);
  }
}

/** Answers a program that is not let in. */
export function refuseProgram(req: Request, res: Response, error: AppError): void {
  if (error.status === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="daftar", error="invalid_token"');
  if (error.code === 'request.rate_limited') res.setHeader('Retry-After', String(error.details.seconds));
  res.setHeader('Cache-Control', 'no-store');
  sendError(req, res, error);
}
