import type { Endpoint } from 'payload';
import { z } from 'zod';
import { billingNow } from '../../core/billing/index.ts';
import { asSystem, platformEndpoint, poolOf, readInput, tellingErrors } from '../../core/tenancy/index.ts';
import { requirePublisher } from '../services/publishers.ts';
import { agreeShare, listShares, setPayoutAccount } from '../services/shares/agreements.ts';
import { readStatement } from '../services/shares/statement.ts';

const publisherId = z.string().trim().min(1).max(100);
const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
  .optional();
const OWN = { method: 'get', input: z.strictObject({ month }) } as const;

const thisMonth = () => billingNow().toISOString().slice(0, 7);

/** What partners read of their shares on their host, and what staff agree and read on the console. */
export const shareEndpoints: Endpoint[] = [
  {
    path: '/partner/statement',
    method: OWN.method,
    handler: tellingErrors(async (req) => {
      const publisher = await requirePublisher(req);
      const input = await readInput(req, OWN);
      // A partner's own scope shows no entry: the statement is read for it, by its publisher alone.
      const statement = await asSystem(() =>
        readStatement(poolOf(req.payload), {
          publisher,
          month: input.month ?? thisMonth(),
          now: billingNow(),
        }),
      );
      return Response.json(statement, { headers: { 'Cache-Control': 'private, no-store' } });
    }),
  },
  platformEndpoint({
    path: '/console/partners/shares',
    method: 'get',
    input: z.strictObject({}),
    run: ({ req }) => listShares(poolOf(req.payload)),
  }),
  platformEndpoint({
    path: '/console/partners/statement',
    method: 'get',
    input: z.strictObject({ publisherId, month }),
    run: ({ req, input }) =>
      readStatement(poolOf(req.payload), {
        publisher: input.publisherId,
        month: input.month ?? thisMonth(),
        now: billingNow(),
      }),
  }),
  platformEndpoint({
    path: '/console/partners/agree',
    method: 'post',
    input: z.strictObject({
      publisherId,
      code: z.string().regex(/^[a-z][a-z0-9_]{1,59}$/),
      sharePercent: z.string().regex(/^(100|[1-9]?\d)(\.\d{1,4})?$/),
      validFrom: z.coerce.date(),
    }),
    run: async ({ req, input, staff }) => {
      await agreeShare(poolOf(req.payload), input, { staff, now: billingNow() });
      return listShares(poolOf(req.payload));
    },
  }),
  platformEndpoint({
    path: '/console/partners/account',
    method: 'post',
    input: z.strictObject({ publisherId, account: z.string().regex(/^acct_\w{1,60}$/) }),
    run: async ({ req, input, staff }) => {
      await setPayoutAccount(poolOf(req.payload), input, staff);
      return listShares(poolOf(req.payload));
    },
  }),
];
