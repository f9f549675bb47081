import fc from 'fast-check';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTerms, setBillingClock } from '../../core/billing/index.ts';
import { findLostWebhooks, takeWebhook } from '../../core/billing/worker.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from '../billing/world.ts';
import { signatureHeader } from '../stripe-emulator/webhooks/sign.ts';
import { rememberBilling } from './remember-billing.ts';

const END = new Date('2026-03-21T00:00:00Z');
const RUNS = 4;

type Lives = Record<'grace' | 'upgrade' | 'refund' | 'one' | 'two' | 'three', BilledTestSchool>;

/*
 * Five weeks of six schools: one whose card fails at the renewal, is suspended and pays; one that takes a dearer plan; one that
 * gets money back; a group of three. Then our side is put back to the tenth of February and hears all of Stripe's messages again, at the end.
 */
describe('messages of several lives in any order and number', () => {
  let world: BillingWorld;
  let lives: Lives;
  let events: Stripe.Event[];
  let lived: Awaited<ReturnType<typeof picture>>;
  let restore: () => Promise<void>;

  beforeAll(async () => {
    world = await createBillingWorld();
    const from = '2026-01-18T00:00:00Z';
    const group = (
      await world.system.admin.query("insert into school_groups (name) values ('Three') returning id")
    ).rows[0].id as string;
    const add = (name: string, plan: string, of?: string) =>
      world.addSchool(name, { from, plan, ...(of ? { group: of } : {}) });
    lives = {
      grace: await add('grace', 'standard'),
      upgrade: await add('upgrade', 'basic'),
      refund: await add('refund', 'standard'),
      one: await add('one', 'basic', group),
      two: await add('two', 'standard', group),
      three: await add('three', 'standard', group),
    };
    const all = Object.values(lives);
    await world.workAt(from);
    for (const school of all) await world.giveCard(school);
    await world.moveTo('2026-02-01T00:00:00Z', all);
    await world.moveTo('2026-02-01T02:00:00Z', all);
    await world.moveTo('2026-02-10T00:00:00Z', all);
    const { pool, emulators } = world.system;
    await fetch(`${emulators.stripeUrl}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'webhook_lost', probability: 1, seed: 1 }),
    });
    const upgrade = { tenantId: lives.upgrade.id, wanted: { plan: 'standard' }, actor };
    await changeTerms(pool, upgrade, new Date('2026-02-10T00:00:00Z'));
    await world.workAt('2026-02-10T00:00:00Z');
    await payBack(lives.refund);
    restore = await rememberBilling(world.system.admin);
    await emulators.heal();
    await findLostWebhooks(pool, world.billing.provider, new Date('2026-02-10T00:00:00Z'));
    await world.giveCard(lives.grace, 'pm_card_chargeCustomerFail');
    for (const at of [
      '2026-03-01T00:00:00Z',
      '2026-03-01T02:00:00Z',
      '2026-03-02T03:00:00Z',
      '2026-03-08T00:00:00Z',
    ])
      await world.moveTo(at, all);
    expect((await world.subscription(lives.grace)).status).toBe('suspended');
    await world.moveTo('2026-03-20T12:00:00Z', all);
    await world.giveCard(lives.grace);
    await world.workAt('2026-03-20T12:00:01Z');
    await world.moveTo(END.toISOString(), all);
    lived = await picture(all);
    events = await eventsOf(all);
  }, 240_000);
  afterAll(() => world.close());

  it('should have lived what the test is about', () => {
    expect(Object.values(lived).map(({ status, plan, school }) => [status, plan, school])).toEqual([
      ['active', 'standard', 'active'],
      ['active', 'standard', 'active'],
      ['active', 'standard', 'active'],
      ['active', 'basic', 'active'],
      ['active', 'standard', 'active'],
      ['active', 'standard', 'active'],
    ]);
    expect(lived.refund?.payments.map(({ kind, cents }) => [kind, cents])).toContainEqual(['refund', 5_000]);
    expect(lived.one?.invoices.map(({ total }) => total)).toContain(8_910);
    expect(lived.upgrade?.invoices).toHaveLength(3);
    expect(events.length).toBeGreaterThan(60);
  });

  it('should end where the messages told in order and once end, and where life itself ended', {
    timeout: 240_000,
  }, async () => {
    await restore();
    const before = await picture(Object.values(lives));
    expect([
      before.grace?.invoices.length,
      before.upgrade?.invoices.at(-1)?.paid,
      before.refund?.payments.length,
    ]).toEqual([1, 0, 1]);
    for (const event of events) {
      await hear(event);
      await world.billing.runAt(END);
    }
    const inOrder = await picture(Object.values(lives));
    expect(inOrder).toEqual(lived);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
        fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 20 }),
        fc.array(fc.nat({ max: events.length - 1 }), { minLength: 2, maxLength: 6 }),
        async (order, again, pauses) => {
          await restore();
          for (const [index, event] of order.entries()) {
            await hear(event);
            if (again.includes(index)) await hear(order[again[0] ?? 0] ?? event);
            if (pauses.includes(index)) await world.billing.runAt(END);
          }
          await world.billing.runAt(END);
          for (const index of again) await hear(order[index] as Stripe.Event);
          await world.billing.runAt(END);
          expect(await picture(Object.values(lives))).toEqual(inOrder);
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  const actor = { kind: 'system' as const, label: 'test' };

  const hear = (event: Stripe.Event) => {
    const body = JSON.stringify(event);
    setBillingClock(() => END);
    return takeWebhook(world.system.pool, world.billing.provider, {
      body: Buffer.from(body),
      signature: signatureHeader(
        world.system.settings.STRIPE_WEBHOOK_SECRET ?? '',
        END.getTime() / 1000,
        body,
      ),
      now: END,
    });
  };

  const payBack = async ({ customerId }: BilledTestSchool) => {
    const { data } = await world.stripe.charges.list({ customer: customerId, limit: 1 });
    await world.stripe.refunds.create({ charge: data[0]?.id ?? '', amount: 5_000 });
  };

  const eventsOf = async (schools: BilledTestSchool[]) => {
    const customers = new Set(schools.map(({ customerId }) => customerId));
    const found: Stripe.Event[] = [];
    for await (const event of world.stripe.events.list({ limit: 100 })) {
      const object = event.data.object as { id?: string; object?: string; customer?: string | null };
      const isOfCharge = object.object === 'refund';
      if (isOfCharge || customers.has(object.customer ?? '') || customers.has(object.id ?? ''))
        found.push(event);
    }
    return found.reverse();
  };

  const picture = async (schools: BilledTestSchool[]) => {
    const { admin } = world.system;
    const entries = await Promise.all(
      schools.map(async (school) => {
        const row = await world.subscription(school);
        const payments = await admin.query(
          `select kind, amount_cents::int as cents, provider_id from billing_payments where tenant_id = $1
            order by kind, provider_id`,
          [school.id],
        );
        const revenue = await admin.query(
          'select sum(delta_cents)::int as cents from subscription_movements where tenant_id = $1',
          [school.id],
        );
        const { status, plan, cycle, current_period_start, current_period_end, unpaid_since, grace_ends_at } =
          row;
        return [
          school.subdomain,
          {
            ...{ status, plan, cycle, current_period_start, current_period_end, unpaid_since, grace_ends_at },
            school: row.school,
            group: row.group_percent,
            invoices: await world.invoices(school),
            payments: payments.rows as { kind: string; cents: number; provider_id: string }[],
            mrr: revenue.rows[0].cents,
          },
        ] as const;
      }),
    );
    return Object.fromEntries(entries);
  };
});
