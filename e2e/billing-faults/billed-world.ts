import { type MeteringWorld, openMetering } from '../../core/billing/testing/metering-kit.ts';
import { findLostWebhooks, syncCatalogue } from '../../core/billing/worker.ts';
import { openBilling } from '../../core/server/worker/billing-work.ts';
import { RATES } from '../billing-oracle/prices.ts';
import { METER_EVENT_ROUTE, type TestSchool } from '../support/index.ts';
import type { Counts } from './tally.ts';

const METERS = Object.keys(RATES) as (keyof typeof RATES)[];
const HOUR = 3_600_000;

export type BilledWorld = MeteringWorld & {
  /** A school that pays by card and whose first paid month begins a month after `at`, from then on. */
  subscribeAt: (at: Date, count: number) => Promise<TestSchool[]>;
  /** Time goes on to a moment, at Stripe first; its messages and our work of that moment are done. */
  moveTo: (at: Date) => Promise<void>;
  /** Messages that were held back arrive. */
  flush: () => Promise<void>;
  /** The end of a month, the hour in which Stripe's draft waits, and what comes of it. */
  endMonth: (end: Date) => Promise<void>;
  /** What the worker's job does that looks for messages that never came. */
  findLostWebhooks: () => Promise<number>;
  /** A school's numbers in all five places, and the cents that the ledger makes by the oracle's prices. */
  countsOf: (school: TestSchool) => Promise<Counts>;
  /** Meter events and webhooks meet a fault, as often as wanted or by chance. */
  fault: (fault: Record<string, unknown>) => Promise<void>;
  faultHits: () => Promise<{ kind: string; status?: number; hits: number }[]>;
};

/** Metering inside the whole of billing: subscriptions with meters at Stripe, real webhooks, and invoices on both sides. */
export async function openBilledWorld(start: Date): Promise<BilledWorld> {
  const world = await openMetering(start);
  const { system, clock } = world;
  const { stripe, stripeUrl } = system.emulators;
  const endpoint = await stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${system.port}/webhooks/stripe`,
    enabled_events: ['*'],
  });
  Object.assign(system.settings, { STRIPE_WEBHOOK_SECRET: endpoint.secret });
  const { pool, logger, settings } = system;
  const billing = openBilling({ pool, logger, settings });
  await syncCatalogue(pool, billing.provider, clock.now);
  const control = (path: string) => fetch(`${stripeUrl}/_emulator/${path}`, { method: 'POST' });

  const moveTo = async (at: Date) => {
    clock.now = at;
    for (let round = 0; round < 2; round += 1) {
      await control('tick');
      await billing.runAt(at);
    }
  };
  return {
    ...world,
    moveTo,
    flush: async () => {
      await control('webhooks/flush');
    },
    endMonth: async (end) => {
      for (const hours of [0, 0.25, 1.1, 1.2]) await moveTo(new Date(end.getTime() + hours * HOUR));
    },
    subscribeAt: async (at, count) => {
      clock.now = at;
      const schools: TestSchool[] = [];
      for (let index = 0; index < count; index += 1) schools.push(await world.newSchool());
      await moveTo(at);
      for (const school of schools) {
        const customer = await world.customerOf(school);
        const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
        await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
      }
      await moveTo(at);
      return schools;
    },
    findLostWebhooks: () => findLostWebhooks(pool, billing.provider, clock.now),
    countsOf: async (school) => {
      const counts: Counts = {
        ledger: await world.ledgerTotal(school),
        shipments: await world.claimedTotal(school),
        stripe: 0,
        invoice: 0,
        stripeInvoice: 0,
        cents: 0,
        invoiceCents: 0,
        stripeInvoiceCents: 0,
      };
      for (const meter of METERS) {
        counts.stripe += await world.stripeTotal(school, meter);
        counts.cents += centsOf(meter, await ledgerOf(world, school, meter));
      }
      const ours = await system.admin.query(
        `select coalesce(sum(l.quantity), 0)::int as quantity, coalesce(sum(l.amount_cents), 0)::int as cents
           from billing_invoice_lines l join billing_invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
          where l.tenant_id = $1 and l.kind in ('metered', 'late_usage') and i.state = 'paid'
            and i.total_cents = i.stripe_total_cents`,
        [school.tenant.id],
      );
      [counts.invoice, counts.invoiceCents] = [ours.rows[0].quantity, ours.rows[0].cents];
      const customer = await world.customerOf(school);
      for await (const invoice of stripe.invoices.list({ customer, status: 'paid', limit: 100 }))
        for (const line of invoice.lines.data)
          if (line.pricing?.price_details?.product.startsWith('daftar_meter_')) {
            counts.stripeInvoice += line.quantity ?? 0;
            counts.stripeInvoiceCents += line.amount;
          }
      return counts;
    },
    fault: async (fault) => {
      const isWebhook = String(fault.kind).startsWith('webhook');
      const body = JSON.stringify(isWebhook ? fault : { route: METER_EVENT_ROUTE, ...fault });
      const answer = await fetch(`${stripeUrl}/_emulator/faults`, { method: 'POST', body });
      if (answer.status !== 201) throw new Error(await answer.text());
    },
    faultHits: async () => {
      const { faults } = (await (await fetch(`${stripeUrl}/_emulator/faults`)).json()) as {
        faults: { kind: string; status?: number; hits: number }[];
      };
      return faults;
    },
  };
}

async function ledgerOf({ system }: MeteringWorld, { tenant }: TestSchool, meter: string): Promise<bigint> {
  const { rows } = await system.admin.query(
    'select coalesce(sum(quantity), 0)::text as n from usage_events where tenant_id = $1 and meter = $2',
    [tenant.id, meter],
  );
  return BigInt(rows[0].n);
}

/** Whole cents, half up, of a quantity at a rate with two decimals at most. */
function centsOf(meter: keyof typeof RATES, quantity: bigint): number {
  const hundredths = BigInt(Math.round(Number(RATES[meter]) * 100));
  return Number((quantity * hundredths + 50n) / 100n);
}
