import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError, readSettings } from '../../kernel/index.ts';
import { platformEndpoint, poolOf, requireStaff, tellingErrors } from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { makeContract } from '../services/sales/make-contract.ts';
import { createQuote, saveQuote, stepQuote } from '../services/sales/quotes/change-quotes.ts';
import { printQuote } from '../services/sales/quotes/print-quote.ts';
import { quoteContent } from '../services/sales/quotes/quote.ts';
import { listQuotes, readQuote } from '../services/sales/quotes/read-quotes.ts';

const id = z.uuid();

/** Offers to schools: written, sent and decided by staff on the console host. */
export const quoteEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/quotes',
    method: 'get',
    input: z.strictObject({}),
    run: ({ req }) => listQuotes(poolOf(req.payload), billingNow()),
  }),
  platformEndpoint({
    path: '/console/quote',
    method: 'get',
    input: z.strictObject({ id }),
    run: ({ req, input }) => readQuote(poolOf(req.payload), input.id, billingNow()),
  }),
  platformEndpoint({
    path: '/console/quotes/create',
    method: 'post',
    input: z.strictObject({ content: quoteContent }),
    run: ({ req, input, staff }) =>
      createQuote(poolOf(req.payload), { content: input.content, staff, now: billingNow() }),
  }),
  platformEndpoint({
    path: '/console/quotes/save',
    method: 'post',
    input: z.strictObject({ id, content: quoteContent }),
    run: ({ req, input, staff }) => saveQuote(poolOf(req.payload), { ...input, staff, now: billingNow() }),
  }),
  platformEndpoint({
    path: '/console/quotes/step',
    method: 'post',
    input: z.strictObject({
      id,
      step: z.enum(['send', 'accept', 'decline']),
      reason: z.string().trim().min(3).max(500),
      school: id.optional(),
    }),
    run: ({ req, input, staff }) =>
      stepQuote(poolOf(req.payload), { ...input, staff, now: billingNow(), makeContract }),
  }),
  {
    path: '/console/quotes/:id/pdf',
    method: 'get',
    handler: tellingErrors(async (req) => {
      requireStaff(req);
      const parsed = id.safeParse(req.routeParams?.id);
      if (!parsed.success) throw new AppError('resource.not_found');
      const { pdf, fileName } = await printQuote(poolOf(req.payload), parsed.data, {
        issuer: readSettings(process.env),
        now: billingNow(),
      });
      return new Response(Buffer.from(pdf), {
        headers: {
          'Content-Type': 'application/pdf',
          'Content-Disposition': `inline; filename="${fileName}"`,
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  },
];
