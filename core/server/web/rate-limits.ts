import type { RequestHandler } from 'express';
import { AppError, addressKey, createLimiter, type Limiter, type Settings } from '../../kernel/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';
import { tellLimit } from './programs.ts';
import { isStaticFile } from './security-headers.ts';

/** Requests a minute of one client address, before anything is looked up for it. The key is what the edge saw itself. */
export function limitByAddress(settings: Settings): RequestHandler {
  const limiter = createLimiter({
    name: 'address',
    points: settings.RATE_LIMIT_ADDRESS_PER_MINUTE,
    seconds: 60,
  });
  return limitBy(limiter, (req) => addressKey(req.address));
}

/** Requests a minute of one school, from wherever: one school's program that runs wild slows no other school. */
export function limitByTenant(settings: Settings): RequestHandler {
  const limiter = createLimiter({
    name: 'tenant',
    points: settings.RATE_LIMIT_TENANT_PER_MINUTE,
    seconds: 60,
  });
  return limitBy(limiter, ({ scope }) => (scope?.kind === 'tenant' ? scope.tenant.id : undefined));
}

function limitBy(limiter: Limiter, keyOf: (req: EdgeRequest) => string | undefined): RequestHandler {
  return (req, res, next) => {
    const key = isStaticFile(req.path) ? undefined : keyOf(req as EdgeRequest);
    if (key === undefined) return next();
    limiter.consume(key).then((outcome) => {
      tellLimit(res, limiter, outcome);
      if (outcome.allowed) return next();
      sendError(req, res, new AppError('request.rate_limited', { seconds: outcome.resetSeconds }));
    }, next);
  };
}
