import type { Endpoint } from 'payload';
import { z } from 'zod';
import { billingNow } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { inTransaction, poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { budgetPage, setBudgets } from '../services/budgets/budget-page.ts';
import { why } from '../services/entitlements/answer.ts';

const key = z.string().regex(/^(\*|[a-z][a-z0-9_]{1,59})$/, 'use the code of a feature, a quota or a meter');
const budget = z.strictObject({ cents: z.int().min(0).max(1_000_000_000), isHard: z.boolean() }).nullable();

/** What a school may do and how much is left, and its budgets. */
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
];
