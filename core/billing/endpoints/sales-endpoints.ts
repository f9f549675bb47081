import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError, isAppError } from '../../kernel/index.ts';
import { ownAddress, platformEndpoint, poolOf } from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { priceBookContent } from '../services/price-book/content.ts';
import { listGroups, readGroup, setOnePayer } from '../services/sales/groups.ts';
import { simulatePiece } from '../services/sales/simulation/simulate.ts';
import { payerPage } from '../services/subscriptions/provider-pages.ts';

const id = z.uuid();
const reason = z.string().trim().min(3).max(500);

/** Groups of schools, and what a draft of the price book would change, on the console host. */
export const salesEndpoints: Endpoint[] = [
  platformEndpoint({
    path: '/console/groups',
    method: 'get',
    input: z.strictObject({}),
    run: ({ req }) => listGroups(poolOf(req.payload)),
  }),
  platformEndpoint({
    path: '/console/group',
    method: 'get',
    input: z.strictObject({ id }),
    run: ({ req, input }) => readGroup(poolOf(req.payload), input.id, billingNow()),
  }),
  platformEndpoint({
    path: '/console/group/payer',
    method: 'post',
    input: z.strictObject({ id, hasOnePayer: z.boolean(), reason }),
    run: async ({ req, input, staff }) => {
      const pool = poolOf(req.payload);
      const now = billingNow();
      await setOnePayer(pool, { ...input, staff, now });
      return readGroup(pool, input.id, now);
    },
  }),
  platformEndpoint({
    path: '/console/group/payment-page',
    method: 'post',
    input: z.strictObject({ id }),
    run: async ({ req, input }) => {
      const returnTo = `${ownAddress()}/admin/groups/${input.id}`;
      try {
        return {
          url: await payerPage(poolOf(req.payload), 'paymentPage', { groupId: input.id, returnTo }),
        };
      } catch (error) {
        if (isAppError(error)) throw error;
        req.payload.logger.warn({ err: error, msg: 'the payment provider gave no page' });
        throw new AppError('provider.unreachable');
      }
    },
  }),
  platformEndpoint({
    path: '/console/price-book/simulate',
    method: 'post',
    input: z.strictObject({ draft: priceBookContent, after: id.optional() }),
    run: ({ req, input }) =>
      simulatePiece(poolOf(req.payload), { draft: input.draft, after: input.after, now: billingNow() }),
  }),
];
