import type { RequestHandler } from 'express';
import { AppError } from '../../kernel/index.ts';
import { sendError } from './edge.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Refuses requests that two parts of the server could read differently: paths with dot segments, doubled or encoded
 * slashes or broken escapes, a repeated Host, and methods that nothing here answers. Rules that look at a path can
 * then rely on it.
 */
export const refuseOddRequests: RequestHandler = (req, res, next) => {
  const hosts = req.rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'host',
  ).length;
  const path = req.originalUrl.split('?')[0] ?? '';
  if (hosts === 1 && METHODS.has(req.method) && isPlain(path)) return next();
  sendError(
    req,
    res,
    new AppError('request.invalid', { reason: 'the address or the method is not one this server reads' }),
  );
};

function isPlain(path: string): boolean {
  if (!path.startsWith('/') || /\/\/|\\|%2e|%2f|%5c|%00/i.test(path)) return false;
  try {
    decodeURIComponent(path);
    return !path.split('/').some((segment) => segment === '.' || segment === '..');
  } catch {
    return false;
  }
}
