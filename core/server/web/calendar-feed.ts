import type { RequestHandler } from 'express';
import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { readFeed } from '../../timetable/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

/**
 * `/calendar.ics?key=`: a timetable for calendar programs, which cannot sign in. The key is the whole right, so it is looked
 * for among the feeds of the school whose host this is and nowhere else, and every wrong key gets the same answer.
 */
export function serveCalendarFeed(pool: pg.Pool): RequestHandler {
  return (req, res, next) => {
    res.setHeader('Referrer-Policy', 'no-referrer');
    if ((req as EdgeRequest).scope?.kind !== 'tenant')
      return sendError(req, res, new AppError('resource.not_found'));
    const key = new URLSearchParams(req.originalUrl.split('?')[1] ?? '').get('key');
    readFeed(pool, key).then((text) => {
      if (text === undefined) return sendError(req, res, new AppError('resource.not_found'));
      res.setHeader('Content-Type', 'text/calendar; charset=utf-8');
      res.setHeader('Content-Disposition', 'inline; filename="timetable.ics"');
      res.setHeader('Cache-Control', 'private, max-age=900');
      res.end(text);
    }, next);
  };
}
