import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type pg from 'pg';
import { billingNow, setProviderPages } from '../../billing/index.ts';
import { stripeProvider, takeWebhook } from '../../billing/worker.ts';
import { AppError, type Settings } from '../../kernel/index.ts';
import { sendError } from './edge.ts';

/** Where the payment provider tells what happened. */
export const WEBHOOK_PATH = '/webhooks/stripe';

/** Larger than any message of Stripe. */
const LIMIT = '512kb';

/**
 * A door of the platform and of no school, in front of the mapping of hosts. The body is taken as it came, because the
 * signature is over its bytes; what is not signed writes nothing. 200 means that the message is kept, not that it was handled.
 */
export function servePaymentWebhooks(
  app: Express,
  { pool, settings }: { pool: pg.Pool; settings: Settings },
): void {
  const provider = settings.STRIPE_SECRET_KEY ? stripeProvider(settings) : undefined;
  if (provider) setProviderPages(provider);
  const take: RequestHandler = async (req, res, next) => {
    try {
      const signature = req.headers['stripe-signature'];
      if (!provider || typeof signature !== 'string' || !Buffer.isBuffer(req.body))
        throw new AppError('webhook.invalid');
      const kept = await takeWebhook(pool, provider, { body: req.body, signature, now: billingNow() });
      res.setHeader('Cache-Control', 'no-store');
      res.json({ received: kept });
    } catch (error) {
      next(error);
    }
  };
  const unreadable: ErrorRequestHandler = (error, req, res, next) =>
    // The parser's own errors carry a status below 500.
    (error as { type?: string }).type !== undefined && !res.headersSent
      ? sendError(req, res, new AppError('webhook.invalid'))
      : next(error);
  app.post(WEBHOOK_PATH, express.raw({ type: () => true, limit: LIMIT }), unreadable, take);
}
