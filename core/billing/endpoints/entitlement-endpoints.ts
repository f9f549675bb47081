import type { Endpoint } from 'payload';
import { z } from 'zod';
import { billingNow } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { inTransaction, platformEndpoint, poolOf, type Staff, schoolEndpoint } from '../../tenancy/index.ts';
import { budgetPage, setBudgets } from '../services/budgets/budget-page.ts';
import { why } from '../services/entitlements/answer.ts';
import { addOverride, endOverride, listOverrides, overrideKeys } from '../services/entitlements/overrides.ts';

const key = z.string().regex(/^(\*|[a-z][a-z0-9_]{1,59})$/, 'use the code of a feature, a quota or a meter');
const budget = z.strictObject({ cents: z.int().min(0).max(1_000_000_000), isHard: z.boolean() }).nullable();
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const byStaff = (staff: Staff) => ({ kind: 'staff' as const, id: staff.id, label: staff.label });

/** What a school may do and how much is left, its budgets, and for staff the overrides of a school. */
export const entitlementEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/entitlement',
    method: 'get',
    permission: 'billing.read',
    input: z.strictObject({ key }),
    run: ({ req, input }) => why(poolOf(req.payload), input.key, { now: billingNow() }),
  }),
  schoolEndpoint({
    path: '/budgets',
    method: 'get',
    permission: 'billing.read',
    input: z.strictObject({}),
    run: ({ req }) => budgetPage(poolOf(req.payload), billingNow()),
  }),
  schoolEndpoint({
    path: '/budgets/set',
    method: 'post',
    permission: 'billing.manage',
    input: z.strictObject({ budgets: z.record(key, budget) }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await inTransaction(pool, (client) => setBudgets(client, input.budgets, actorOf(req), billingNow()));
      return budgetPage(pool, billingNow());
    },
  }),
  platformEndpoint({
    path: '/console/overrides',
    method: 'get',
    input: z.strictObject({ tenantId: z.uuid() }),
    run: async ({ req, input }) => ({
      overrides: await listOverrides(poolOf(req.payload), input.tenantId, billingNow()),
      keys: await overrideKeys(poolOf(req.payload), billingNow()),
    }),
  }),
  platformEndpoint({
    path: '/console/overrides/add',
    method: 'post',
    input: z.strictObject({
      tenantId: z.uuid(),
      key,
      value: z.union([z.boolean(), z.int().min(0), z.null()]),
      reason: z.string().trim().min(3).max(500),
      startsAt: moment,
      endsAt: moment,
    }),
    run: async ({ req, input, staff }) => ({
      id: await inTransaction(poolOf(req.payload), (client) =>
        addOverride(client, input, byStaff(staff), billingNow()),
      ),
    }),
  }),
  platformEndpoint({
    path: '/console/overrides/end',
    method: 'post',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input, staff }) => {
      await inTransaction(poolOf(req.payload), (client) =>
        endOverride(client, input.id, byStaff(staff), billingNow()),
      );
      return {};
    },
  }),
];
