import type { Endpoint } from 'payload';
import { z } from 'zod';
import { poolOf, requireTenant, schoolEndpoint } from '../../tenancy/index.ts';
import { ledgerCsv, usageSummary } from '../services/metering/usage-summary.ts';

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'use YYYY-MM');

const csv = schoolEndpoint({
  path: '/usage/ledger',
  method: 'get',
  permission: 'billing.read',
  input: z.strictObject({ month }),
  run: async ({ req, input }) => ({
    name: `usage-${requireTenant().subdomain}-${input.month}.csv`,
    text: await ledgerCsv(poolOf(req.payload), input.month),
  }),
});

/** What the Usage page calls: the summary with one page of the ledger, and the ledger of a month as a file. */
export const usageEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/usage',
    method: 'get',
    permission: 'billing.read',
    input: z.strictObject({
      month: month.optional(),
      page: z.coerce.number().int().min(1).max(100_000).optional(),
      meter: z.string().min(1).max(200).optional(),
    }),
    run: ({ req, input }) => usageSummary(poolOf(req.payload), input),
  }),
  {
    ...csv,
    handler: async (req) => {
      const answer = await csv.handler(req);
      if (!answer.ok) return answer;
      const { name, text } = (await answer.json()) as { name: string; text: string };
      return new Response(text, {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="${name}"`,
          'Cache-Control': 'private, no-store',
        },
      });
    },
  },
];
