import type { RequestHandler } from 'express';
import { AppError } from '../../kernel/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The one address to which another website may send a form: a SAML provider's answer comes through the browser. It is
 * signed, carries no authority of a session, and is bound to the browser that began by its next request.
 */
const SAML_ANSWER = /^\/sso\/[a-z][a-z0-9-]{1,38}\/acs$/;

/**
 * Refuses what another website asks for. Schools are siblings below one domain, so "same-site" is not enough.
 * - A change needs our own Origin, or none from a program that is no page. The method on the wire counts: a header
 *   that overrides it changes nothing here.
 * - Data of /api is given to no other website's page either, so that its size and timing tell nothing; links into the
 *   product, which navigate, work.
 * - A request that shows who it is by an Authorization header and carries no cookie cannot be forged by a page, which
 *   may not set that header at a foreign host; programs that send an Origin of their own may use it.
 */
export const refuseForeignOrigins: RequestHandler = (req, res, next) => {
  if (isFromHere(req as EdgeRequest)) return next();
  sendError(req, res, new AppError('request.origin_refused'));
};

function isFromHere(req: EdgeRequest): boolean {
  const { origin, authorization, cookie } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (SAFE_METHODS.has(req.method)) {
    const isPage = site === 'cross-site' || site === 'same-site';
    return !isPage || req.headers['sec-fetch-mode'] === 'navigate' || !req.path.startsWith('/api');
  }
  if (cookie === undefined && authorization !== undefined && /^(Bearer|JWT) \S+$/i.test(authorization))
    return true;
  if (req.method === 'POST' && SAML_ANSWER.test(req.path)) return true;
  const isSiteHere = site === undefined || site === 'same-origin' || site === 'none';
  return isSiteHere && (origin === undefined || origin === req.origin);
}
