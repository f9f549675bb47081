import type { RequestHandler } from 'express';
import type pg from 'pg';
import { enterSupport, sessionCookie } from '../../identity/index.ts';
import { AppError, isAppError } from '../../kernel/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

/**
 * `/support/enter?token=`: where staff come from the console into a school. The token is spent, the cookie of the session
 * belongs to this host alone, and the address with the token is left behind at once, in no cache and no Referer.
 */
export function serveSupportEntry(pool: pg.Pool): RequestHandler {
  return (req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Referrer-Policy', 'no-referrer');
    if ((req as EdgeRequest).scope?.kind !== 'tenant')
      return sendError(req, res, new AppError('auth.link_invalid'));
    const token = new URLSearchParams(req.originalUrl.split('?')[1] ?? '').get('token');
    enterSupport(pool, token).then(
      (session) => {
        res.append('Set-Cookie', sessionCookie(session.token, session.expiresAt));
        res.redirect(303, '/admin');
      },
      (error: unknown) => (isAppError(error) ? sendError(req, res, error) : next(error)),
    );
  };
}
