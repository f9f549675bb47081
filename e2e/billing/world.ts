import type Stripe from 'stripe';
import { provisionSchool } from '../../core/administration/index.ts';
import { setBillingClock } from '../../core/billing/index.ts';
import { stripeClient, syncCatalogue } from '../../core/billing/worker.ts';
import { type BillingRound, openBilling } from '../../core/server/worker/billing-work.ts';
import { createTestSystem, type TestSystem } from '../support/index.ts';
import { type MessageWay, polledMessages, pushedMessages } from './message-ways.ts';
import { sandboxOf } from './sandbox.ts';
import { createTestClocks } from './test-clocks.ts';

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
  /** Hands Stripe's messages over as they are given; keeps back what happens between `silence` and `resume`. */
  deliver: MessageWay['deliver'];
  silence: MessageWay['silence'];
  resume: MessageWay['resume'];
  /** Who plays Stripe: the emulator, or the account of STRIPE_SECRET_KEY. */
  mode: 'emulator' | 'sandbox';
  close: () => Promise<void>;
};

/**
 * The product, Stripe in virtual time and the real way of its webhooks between them. Stripe is the emulator, or with
 * STRIPE_SECRET_KEY in the environment an account of Stripe's: see docs/billing.md.
 */
export async function createBillingWorld(): Promise<BillingWorld> {
  const sandbox = sandboxOf(process.env);
  const environment = sandbox && {
    STRIPE_SECRET_KEY: sandbox.key,
    STRIPE_API_BASE_URL: sandbox.baseUrl ?? 'https://api.stripe.com',
  };
  const system = await createTestSystem(environment ? { environment } : {});
  const { pool, logger, settings, admin } = system;
  const stripe = sandbox ? stripeClient(settings) : system.emulators.stripe;
  const way = sandbox ? await polledMessages(system, stripe, sandbox) : await pushedMessages(system);
  const { flush } = way;
  const billing = openBilling({ pool, logger, settings });
  await syncCatalogue(pool, billing.provider, new Date());
  const clocks = createTestClocks(stripe, sandbox);
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
    ...way,
    mode: sandbox ? 'sandbox' : 'emulator',
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
      const test_clock = await clocks.begin(made.tenant.id, now);
      const customer = await stripe.customers.create({
        name: sandbox ? `${subdomain} ${sandbox.run}` : subdomain,
        test_clock,
      });
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
      for (const { id } of schools) await clocks.advance(id, new Date(at));
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
      await clocks.close();
      setBillingClock(undefined);
      await system.close();
    },
  };
}
