import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError, isAppError } from '../../kernel/index.ts';
import {
  asSystem,
  ownAddress,
  platformEndpoint,
  poolOf,
  requireTenant,
  schoolEndpoint,
} from '../../tenancy/index.ts';
import { billingNow } from '../services/clock.ts';
import { readInbox, reviveEvents } from '../services/stripe/inbox.ts';
import { payNow, setCancellation } from '../services/subscriptions/cancel.ts';
import {
  type Actor,
  type ChangePreview,
  changeTerms,
  previewChange,
} from '../services/subscriptions/change.ts';
import { orderOnce } from '../services/subscriptions/order-once.ts';
import { readPlanPage } from '../services/subscriptions/plan-page.ts';
import { providerPage } from '../services/subscriptions/provider-pages.ts';

const code = z.string().regex(/^[a-z][a-z0-9_]{1,59}$/);
const wanted = {
  plan: code.optional(),
  cycle: z.enum(['monthly', 'yearly']).optional(),
  addOns: z
    .array(z.strictObject({ code, quantity: z.int().min(0).max(100) }))
    .max(50)
    .optional(),
};

const actorOf = (req: PayloadRequest, userId: string): Actor => ({
  kind: 'user',
  id: userId,
  label: (req.user as unknown as { email?: string } | null)?.email ?? userId,
});

/** A preview as pages read it. */
export type ShownPreview = {
  effective: ChangePreview['effective'];
  at: string;
  chargedNowCents: number;
  lines: {
    description: { en: string; ar: string };
    amountCents: number;
    words: { en: string; ar: string };
  }[];
};

function shown({ effective, at, chargedNowCents, lines }: ChangePreview): ShownPreview {
  return {
    effective,
    at: at.toISOString(),
    chargedNowCents,
    lines: lines.map(({ description, amountCents, explanation }) => ({
      description,
      amountCents,
      words: explanation.words,
    })),
  };
}

const page = (which: 'paymentPage' | 'portalPage', path: `/${string}`) =>
  schoolEndpoint({
    path,
    method: 'post',
    permission: 'billing.manage',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const school = { tenantId: requireTenant().id, returnTo: `${ownAddress()}/admin/plan` };
      try {
        return { url: await asSystem(() => providerPage(poolOf(req.payload), which, school)) };
      } catch (error) {
        if (isAppError(error)) throw error;
        req.payload.logger.warn({ err: error, msg: 'the payment provider gave no page' });
        throw new AppError('provider.unreachable');
      }
    },
  });

/** What a school does with its own subscription, and what staff do with contracts and lost messages. */
export const planEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/plan',
    method: 'get',
    permission: 'billing.read',
    input: z.strictObject({}),
    run: ({ req }) => readPlanPage(poolOf(req.payload), requireTenant().id, billingNow()),
  }),
  schoolEndpoint({
    path: '/plan/preview',
    method: 'post',
    permission: 'billing.manage',
    input: z.strictObject(wanted),
    run: async ({ req, input }) =>
      shown(await previewChange(poolOf(req.payload), requireTenant().id, input, billingNow())),
  }),
  schoolEndpoint({
    path: '/plan/change',
    method: 'post',
    permission: 'billing.manage',
    input: z.strictObject({ ...wanted, expectedCents: z.int().min(-1_000_000_000).max(1_000_000_000) }),
    run: async ({ req, input: { expectedCents, ...terms }, userId }) => {
      const change = {
        tenantId: requireTenant().id,
        wanted: terms,
        actor: actorOf(req, userId),
        expectedCents,
      };
      return shown(await changeTerms(poolOf(req.payload), change, billingNow()));
    },
  }),
  schoolEndpoint({
    path: '/plan/cancel',
    method: 'post',
    permission: 'billing.manage',
    input: z.strictObject({ cancel: z.boolean() }),
    run: async ({ req, input, userId }) => {
      const request = { tenantId: requireTenant().id, actor: actorOf(req, userId), cancel: input.cancel };
      const endsAt = await setCancellation(poolOf(req.payload), request, billingNow());
      return { endsAt: endsAt?.toISOString() };
    },
  }),
  schoolEndpoint({
    path: '/plan/pay',
    method: 'post',
    permission: 'billing.manage',
    input: z.strictObject({}),
    run: async ({ req }) => {
      await payNow(poolOf(req.payload), { tenantId: requireTenant().id }, billingNow());
      return {};
    },
  }),
  page('paymentPage', '/plan/payment-method'),
  page('portalPage', '/plan/portal'),
  platformEndpoint({
    path: '/console/billing/order',
    method: 'post',
    input: z.strictObject({ tenant: z.uuid(), code }),
    run: async ({ req, input: { tenant, code: ordered }, staff }) => {
      const actor: Actor = { kind: 'staff', id: staff.id, label: staff.label };
      await orderOnce(poolOf(req.payload), { tenantId: tenant, code: ordered, actor }, billingNow());
      return {};
    },
  }),
  platformEndpoint({
    path: '/console/billing/inbox',
    method: 'get',
    input: z.strictObject({}),
    run: ({ req }) => readInbox(poolOf(req.payload)),
  }),
  platformEndpoint({
    path: '/console/billing/inbox/retry',
    method: 'post',
    input: z.strictObject({ eventId: z.string().max(255).optional() }),
    run: async ({ req, input }) => ({
      revived: await reviveEvents(poolOf(req.payload), billingNow(), input.eventId),
    }),
  }),
];
