import type Stripe from 'stripe';
import { provisionSchool } from '../../core/administration/index.ts';
import { setBillingClock } from '../../core/billing/index.ts';
import { syncCatalogue } from '../../core/billing/worker.ts';
import { type BillingRound, openBilling } from '../../core/server/worker/billing-work.ts';
import { createTestSystem, type TestSystem } from '../support/index.ts';

export type BilledTestSchool = {
  id: string;
  customerId: string;
  adminPassword: string;
  host: string;
  subdomain: string;
};

export type BillingWorld = {
  system: TestSystem;
  billing: BillingRound;
  stripe: Stripe;
  /** A school with its customer at Stripe, both living in virtual time from `from` on. */
  addSchool: (
    subdomain: string,
    school: { from: string; plan?: string; state?: 'trial' | 'active'; group?: string },
  ) => Promise<BilledTestSchool>;
  /** Moves Stripe's time of the schools, delivers its messages, and does our work at that moment. */
  moveTo: (at: string, schools: BilledTestSchool[]) => Promise<void>;
  /** Our work at a moment alone, with Stripe's messages of until then. */
  workAt: (at: string) => Promise<void>;
  giveCard: (school: BilledTestSchool, card?: string) => Promise<void>;
  subscription: (school: BilledTestSchool) => Promise<Record<string, unknown>>;
  invoices: (
    school: BilledTestSchool,
  ) => Promise<{ state: string; reason: string; total: number; stripe: number; paid: number }[]>;
  flush: () => Promise<void>;
  close: () => Promise<void>;
};

/** The product, the emulator in virtual time and the real way of its webhooks between them. */
export async function createBillingWorld(): Promise<BillingWorld> {
  const system = await createTestSystem();
  const { stripe, stripeUrl } = system.emulators;
  const endpoint = await stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${system.port}/webhooks/stripe`,
    enabled_events: ['*'],
  });
  Object.assign(system.settings, { STRIPE_WEBHOOK_SECRET: endpoint.secret });
  const { pool, logger, settings, admin } = system;
  const billing = openBilling({ pool, logger, settings });
  await syncCatalogue(pool, billing.provider, new Date());
  const clocks = new Map<string, string>();
  const flush = async () => {
    await fetch(`${stripeUrl}/_emulator/webhooks/flush`, { method: 'POST' });
  };
  const workAt = async (at: string) => {
    const now = new Date(at);
    setBillingClock(() => now);
    await flush();
    await billing.runAt(now);
    await flush();
    await billing.runAt(now);
  };
  return {
    system,
    billing,
    stripe,
    flush,
    workAt,
    addSchool: async (subdomain, { from, plan = 'standard', state = 'trial', group }) => {
      const now = new Date(from);
      setBillingClock(() => now);
      const made = await provisionSchool(system.payload, {
        subdomain,
        name: `School ${subdomain}`,
        plan,
        state,
        adminEmail: `admin@${subdomain}.example`,
        group: group ?? null,
        now,
      });
      const clock = await stripe.testHelpers.testClocks.create({ frozen_time: now.getTime() / 1000 });
      const customer = await stripe.customers.create({ name: subdomain, test_clock: clock.id });
      clocks.set(made.tenant.id, clock.id);
      await admin.query('update tenants set stripe_customer_id = $2 where id = $1', [
        made.tenant.id,
        customer.id,
      ]);
      const school = {
        id: made.tenant.id,
        customerId: customer.id,
        adminPassword: made.adminPassword ?? '',
        host: `${subdomain}.daftar.test`,
        subdomain,
      };
      return school;
    },
    moveTo: async (at, schools) => {
      for (const { id } of schools) {
        const clock = clocks.get(id) ?? '';
        await stripe.testHelpers.testClocks.advance(clock, { frozen_time: Date.parse(at) / 1000 });
        while ((await stripe.testHelpers.testClocks.retrieve(clock)).status !== 'ready')
          await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await workAt(at);
    },
    giveCard: async ({ customerId }, card = 'pm_card_visa') => {
      const method = await stripe.paymentMethods.attach(card, { customer: customerId });
      await stripe.customers.update(customerId, { invoice_settings: { default_payment_method: method.id } });
    },
    subscription: async ({ id }) =>
      (
        await admin.query(
          `select s.*, p.code as plan, t.status as school from subscriptions s join plans p on p.id = s.plan_id
             join tenants t on t.id = s.tenant_id where s.tenant_id = $1`,
          [id],
        )
      ).rows[0],
    invoices: async ({ id }) =>
      (
        await admin.query(
          `select state, reason, total_cents::int as total, stripe_total_cents::int as stripe, paid_cents::int as paid
             from billing_invoices where tenant_id = $1 order by created_at, period_start`,
          [id],
        )
      ).rows,
    close: async () => {
      setBillingClock(undefined);
      await system.close();
    },
  };
}
