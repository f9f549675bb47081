import type { Endpoint } from 'payload';
import { z } from 'zod';
import {
  inTransaction,
  languageOfRequest,
  platformEndpoint,
  poolOf,
  requireTenant,
  type Staff,
  schoolEndpoint,
} from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { moveInvoice } from '../services/invoices/finalise-invoice.ts';
import { invoicesCsv, listInvoices, readInvoice } from '../services/invoices/read-invoices.ts';
import { creditInvoice } from '../services/invoices/settle-invoice.ts';

const id = z.uuid();
const page = z.coerce.number().int().min(1).max(100_000).optional();
const year = z.coerce.number().int().min(2020).max(2200).optional();

const byStaff = (staff: Staff) => ({ kind: 'staff' as const, id: staff.id, label: staff.label });

const csv = schoolEndpoint({
  path: '/billing/invoices/csv',
  method: 'get',
  permission: 'billing.read',
  input: z.strictObject({ year }),
  run: async ({ req, input }) => {
    const { id: tenantId, subdomain } = requireTenant();
    return {
      name: `invoices-${subdomain}${input.year ? `-${input.year}` : ''}.csv`,
      text: await invoicesCsv(poolOf(req.payload), {
        tenantId,
        year: input.year,
        language: languageOfRequest(req),
      }),
    };
  },
});

/** The platform's invoices: a school reads its own, staff read those of any school, credit them and take them back. */
export const invoiceEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/billing/invoices',
    method: 'get',
    permission: 'billing.read',
    input: z.strictObject({ page }),
    run: ({ req, input }) =>
      listInvoices(poolOf(req.payload), { tenantId: requireTenant().id, page: input.page }),
  }),
  schoolEndpoint({
    path: '/billing/invoice',
    method: 'get',
    permission: 'billing.read',
    input: z.strictObject({ id }),
    run: ({ req, input }) => readInvoice(poolOf(req.payload), { tenantId: requireTenant().id, id: input.id }),
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
  platformEndpoint({
    path: '/console/billing/invoices',
    method: 'get',
    input: z.strictObject({ tenant: id, page }),
    run: ({ req, input }) =>
      listInvoices(poolOf(req.payload), { tenantId: input.tenant, withDrafts: true, page: input.page }),
  }),
  platformEndpoint({
    path: '/console/billing/invoice',
    method: 'get',
    input: z.strictObject({ tenant: id, id }),
    run: ({ req, input }) =>
      readInvoice(poolOf(req.payload), { tenantId: input.tenant, withDrafts: true, id: input.id }),
  }),
  platformEndpoint({
    path: '/console/billing/invoices/credit',
    method: 'post',
    input: z.strictObject({
      tenant: id,
      id,
      amountCents: z.int().min(1).max(1_000_000_000),
      reason: z.string().trim().min(1).max(500),
    }),
    run: ({ req, input, staff }) =>
      inTransaction(poolOf(req.payload), (client) =>
        creditInvoice(client, {
          tenantId: input.tenant,
          invoiceId: input.id,
          amountCents: input.amountCents,
          reason: input.reason,
          now: billingNow(),
          actor: byStaff(staff),
        }),
      ),
  }),
  platformEndpoint({
    path: '/console/billing/invoices/void',
    method: 'post',
    input: z.strictObject({ tenant: id, id }),
    run: async ({ req, input, staff }) => {
      await inTransaction(poolOf(req.payload), (client) =>
        moveInvoice(
          client,
          { tenantId: input.tenant, invoiceId: input.id, now: billingNow() },
          'void',
          byStaff(staff),
        ),
      );
      return {};
    },
  }),
];
