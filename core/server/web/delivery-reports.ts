import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type pg from 'pg';
import { isSignedByTwilio, STATUS_PATH, takeDeliveryReport } from '../../communication/worker.ts';
import { AppError, type Settings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { sendError } from './edge.ts';

const MESSAGE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Where Twilio reports how messages ended: a door of the platform and of no school, in front of the mapping of hosts. Only
 * what Twilio signed is read; everything else gets the answer of a page that does not exist. A report about a message
 * that is not ours is thanked for too: Twilio would only raise an alarm about it.
 */
export function serveDeliveryReports(
  app: Express,
  options: { pool: pg.Pool; settings: Settings; logger: Logger },
): void {
  const { pool, settings, logger } = options;
  const take: RequestHandler = async (req, res, next) => {
    try {
      const parameters = textsOf(req.body);
      const messageId = String(req.query.message ?? '');
      const signature = req.headers['x-twilio-signature'];
      const isGenuine =
        parameters !== undefined &&
        typeof signature === 'string' &&
        MESSAGE_ID.test(messageId) &&
        isSignedByTwilio(settings, { signature, messageId, parameters });
      if (!isGenuine) return sendError(req, res, new AppError('resource.not_found'));
      const { MessageSid = '', MessageStatus = '', ErrorCode } = parameters;
      const isKnown = await takeDeliveryReport(pool, {
        messageId,
        providerId: MessageSid,
        status: MessageStatus,
        errorCode: ErrorCode,
      });
      if (!isKnown) logger.warn({ message: messageId, msg: 'a delivery report names no message of ours' });
      res.setHeader('Cache-Control', 'no-store');
      res.status(204).end();
    } catch (error) {
      next(error);
    }
  };
  const unreadable: ErrorRequestHandler = (error, req, res, next) =>
    // The parser's own errors carry a status below 500.
    (error as { status?: number }).status !== undefined && !res.headersSent
      ? sendError(req, res, new AppError('request.invalid', { reason: 'the form cannot be read' }))
      : next(error);
  const readForm = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 60 });
  app.post(STATUS_PATH, readForm, unreadable, take);
}

/** The form as single texts; undefined for anything else, such as a name that comes twice. */
function textsOf(body: unknown): Record<string, string> | undefined {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.length === entries.length && texts.length > 0 ? Object.fromEntries(texts) : undefined;
}
