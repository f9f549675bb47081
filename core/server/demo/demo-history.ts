import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Payload } from 'payload';
import type pg from 'pg';
import { changeTerms, monthsAfter, readInbox, takeSnapshots } from '../../billing/index.ts';
import { runMeteringHour, shipUsage, syncCatalogue, takeWebhook } from '../../billing/worker.ts';
import { billingNow, readSettings, setBillingClock } from '../../kernel/index.ts';
import { createLogger } from '../../observability/index.ts';
import { asSystem, asTenant, inTransaction, poolOf, type TenantInfo } from '../../tenancy/index.ts';
import { type BillingRound, openBilling } from '../worker/billing-work.ts';
import { recordDemoUsage } from './demo-usage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_ROUNDS = 4;
const CLOCK_NAME = 'daftar demo';

/** A demo school that has been a customer for some time. */
export type DemoCustomer = {
  tenant: TenantInfo;
  /** When its trial began and when it ended; both in the past. */
  trial: { start: Date; end: Date };
  /** Uses what is metered, and took an add-on some days ago. */
  isLively: boolean;
};

/**
 * Lets the demo schools live through the weeks since their trials began, as real ones do: by the product's own services at the
 * moments of then, with the emulator's test clock, its cards and its messages. Afterwards everything goes on in real time. For
 * the local emulator alone: nothing else can be told what happened in the past.
 */
export async function liveThrough(payload: Payload, customers: DemoCustomer[], now: Date): Promise<void> {
  const settings = readSettings(process.env);
  const pool = poolOf(payload);
  const logger = createLogger('error');
  const billing = openBilling({ pool, logger, settings });
  const emulator = `${settings.STRIPE_API_BASE_URL}/_emulator`;
  const { testClocks } = billing.stripe.testHelpers;
  const endpoint = await takeMessages(pool, billing, settings.PORT);
  // A start that was interrupted here left its schools in a time that stands still.
  for await (const { id, name } of testClocks.list()) if (name === CLOCK_NAME) await release(emulator, id);
  let reached = new Date(Math.min(...customers.map(({ trial }) => trial.start.getTime())));
  const clock = await testClocks.create({ frozen_time: reached.getTime() / 1000, name: CLOCK_NAME });
  const flush = () => fetch(`${emulator}/webhooks/flush`, { method: 'POST' });
  const liveUntil = async (at: Date) => {
    for (const { tenant, isLively } of customers)
      if (isLively)
        await asTenant(tenant, () => inTransaction(pool, (client) => recordDemoUsage(client, reached, at)));
    setBillingClock(() => at);
    if (at > reached) {
      await testClocks.advance(clock.id, { frozen_time: at.getTime() / 1000 });
      while ((await testClocks.retrieve(clock.id)).status !== 'ready')
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
    reached = at;
    await takeSnapshots({ pool, now: at });
    await shipUsage({ pool, sink: billing.sink, logger, now: at });
    await flush();
    // What the work brought about at the emulator comes back as messages, until there are none.
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await billing.runAt(at);
      await flush();
      if ((await asSystem(() => readInbox(pool))).waiting === 0) break;
    }
  };
  try {
    setBillingClock(() => reached);
    await syncCatalogue(pool, billing.provider, reached);
    for (const { tenant } of customers) await addCustomer(pool, billing, tenant, clock.id);
    for (const { at, act } of momentsOf(pool, customers, now)) {
      await liveUntil(at);
      if (!act) continue;
      await act();
      await liveUntil(at);
    }
    await runMeteringHour({ pool, sink: billing.sink, logger, now });
  } finally {
    await release(emulator, clock.id);
    setBillingClock(undefined);
    await new Promise((resolve) => endpoint.close(resolve));
  }
}

type Moment = { at: Date; act?: () => Promise<unknown> };

// Where something happens: trials begin and end, bills become final two hours later, months end.
function momentsOf(pool: pg.Pool, customers: DemoCustomer[], now: Date): Moment[] {
  const moments: Moment[] = [{ at: now }];
  for (const { tenant, trial, isLively } of customers) {
    moments.push({ at: trial.start });
    for (let month = 0; monthsAfter(trial.end, month) < now; month += 1) {
      const at = monthsAfter(trial.end, month);
      moments.push({ at }, { at: new Date(at.getTime() + 2 * HOUR_MS) });
    }
    const wanted = { addOns: [{ code: 'premium_support', quantity: 1 }] };
    const actor = { kind: 'system', label: `admin@${tenant.subdomain}.example` } as const;
    const at = new Date(now.getTime() - 12 * DAY_MS);
    if (isLively)
      moments.push({ at, act: () => changeTerms(pool, { tenantId: tenant.id, wanted, actor }, at) });
  }
  return moments.filter(({ at }) => at <= now).sort((one, other) => one.at.getTime() - other.at.getTime());
}

async function addCustomer(pool: pg.Pool, { stripe }: BillingRound, tenant: TenantInfo, clock: string) {
  const { id } = await stripe.customers.create({ name: tenant.name, test_clock: clock });
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
  await stripe.customers.update(id, { invoice_settings: { default_payment_method: card.id } });
  await asSystem(() =>
    pool.query('update tenants set stripe_customer_id = $2 where id = $1', [tenant.id, id]),
  );
}

// Nobody listens at the product's address yet, and what the emulator tells of the past has to be heard in the past.
async function takeMessages(pool: pg.Pool, billing: BillingRound, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const signature = String(request.headers['stripe-signature'] ?? '');
    buffer(request)
      .then((body) => takeWebhook(pool, billing.provider, { body, signature, now: billingNow() }))
      .then(
        () => response.writeHead(200).end(),
        () => response.writeHead(500).end(),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}

function release(emulator: string, clock: string): Promise<unknown> {
  return fetch(`${emulator}/clocks/${clock}/release`, { method: 'POST' });
}
