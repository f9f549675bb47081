import type { Request, RequestHandler } from 'express';
import type { Payload } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { checkCollectionQuery, checkQuery } from './query-check.ts';
import { bodyOf, overridesMethod } from './request-body.ts';

/** Refuses queries that nothing here asks, whatever path they come to. */
export const checkQueries: RequestHandler = (req, _res, next) => {
  checkQuery(queryOf(req));
  next();
};

/**
 * Reads a POST that wants to be a GET as the GET it is: query and form body become one query, and every rule behind
 * this one looks at the method and the query that will be answered. Any other wish for another method is refused, also
 * by header names that other servers know.
 */
export const readOverriddenMethod: RequestHandler = (req, _res, next) => {
  if ('x-http-method' in req.headers || 'x-method-override' in req.headers) refuse();
  if (!overridesMethod(req)) return next();
  const wishes = [req.headers['x-http-method-override'], req.headers['x-payload-http-method-override']];
  const body = bodyOf(req);
  const isForm = req.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (
    req.method !== 'POST' ||
    !body ||
    !isForm ||
    wishes.some((wish) => wish !== undefined && wish !== 'GET')
  )
    refuse();
  const query = new TextDecoder().decode(body);
  checkQuery(query, true);
  const [path, own] = req.originalUrl.split('?');
  req.originalUrl = `${path}?${own ? `${own}&` : ''}${query}`;
  req.method = 'GET';
  for (const name of [
    'x-http-method-override',
    'x-payload-http-method-override',
    'content-type',
    'content-length',
  ])
    delete req.headers[name];
  next();
};

function refuse(): never {
  throw new AppError('request.invalid', { reason: 'the method cannot be overridden like this' });
}

// What Payload keeps for itself, and what of it may be asked, by path behind /api.
const OWN_PREFERENCE = /^\/payload-preferences\/[\w-]{1,100}$/;
const INNER = /^\/(?:payload-[\w-]*|globals|graphql(?:-playground)?)(?:\/|$)/i;
const FIRST_USER = /^\/[\w-]+\/(?:first-register|unlock|init)\/?$/i;

/**
 * Holds Payload's REST to what the product uses: no inner collections but a person's own panel notes, no jobs, no
 * globals, no first user, no unlocking, no versions of what has none; and queries of collections to a strict form.
 */
export function checkCollectionRequests(payload: Payload): RequestHandler {
  return (req, _res, next) => {
    const path = (req.originalUrl.split('?')[0] ?? '').replace(/^\/api/i, '').replace(/\/$/, '');
    if (INNER.test(path) && !OWN_PREFERENCE.test(path)) throw new AppError('resource.not_found');
    if (FIRST_USER.test(path)) throw new AppError('auth.forbidden', { permission: 'users.write' });
    const [, slug = '', sub = ''] = path.split('/');
    const collection = payload.collections[slug as never] as { config: { versions?: unknown } } | undefined;
    if (collection || path.toLowerCase() === '/lists/export') {
      if (collection && sub.toLowerCase() === 'versions' && !collection.config.versions)
        throw new AppError('resource.not_found');
      checkCollectionQuery(checkQuery(queryOf(req), req.method === 'GET' && queryOf(req).length > 16_000));
    }
    next();
  };
}

function queryOf(req: Request): string {
  const start = req.originalUrl.indexOf('?');
  return start < 0 ? '' : req.originalUrl.slice(start + 1);
}
