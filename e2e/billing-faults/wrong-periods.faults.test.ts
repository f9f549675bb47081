import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { draftInvoice, finaliseInvoice, readInvoice } from '../../core/billing/index.ts';
import {
  DAY,
  HOUR,
  METER,
  type MeteringWorld,
  MINUTE,
  openMetering,
} from '../../core/billing/testing/metering-kit.ts';
import { confirmLateUsage, type LateDifference, stripeEventName } from '../../core/billing/worker.ts';
import { asSystem, inTransaction } from '../../core/tenancy/index.ts';
import type { TestSchool } from '../support/index.ts';

describe('usage at the edges of a period', () => {
  let world: MeteringWorld;
  beforeAll(async () => {
    world = await openMetering();
  });
  afterAll(() => world.close());
  afterEach(() => world.system.emulators.heal());

  const expectEqual = async (school: TestSchool, name: string) => {
    const counts = {
      ledger: await world.ledgerTotal(school),
      shipments: await world.claimedTotal(school),
      stripe: await world.stripeTotal(school),
    };
    expect(new Set(Object.values(counts)).size, `${name}: ${JSON.stringify(counts)}`).toBe(1);
  };
  /** An event past our sender, as a hand or a second system would make it. */
  const sendForeign = async (school: TestSchool, value: number, identifier: string = randomUUID()) =>
    world.system.emulators.stripe.billing.meterEvents.create({
      event_name: stripeEventName(METER),
      identifier,
      timestamp: Math.floor(world.clock.now.getTime() / 1000),
      payload: { stripe_customer_id: await world.customerOf(school), value: String(value) },
    });
  const invoiceMonth = (school: TestSchool, start: Date, end: Date) =>
    asSystem(() =>
      inTransaction(world.system.pool, async (client) => {
        const { id } = await draftInvoice(
          client,
          {
            tenantId: school.tenant.id,
            reason: 'period',
            period: { start, end },
            arrears: {
              month: { start, end },
              version: 1,
              segments: [
                {
                  version: 1,
                  period: { start, end },
                  terms: { plan: 'standard', cycle: 'monthly', groupPercent: '0', addOns: [] },
                },
              ],
            },
          },
          world.clock.now,
        );
        await finaliseInvoice(client, { tenantId: school.tenant.id, invoiceId: id, now: world.clock.now });
        return id;
      }),
    );
  const linesOf = async (school: TestSchool, id: string) =>
    (await school.run(() => readInvoice(world.system.pool, { tenantId: school.tenant.id, id }))).lines;

  it('billing S16d, S16e: should bill the last moment of a period with it, and what comes later on the next invoice', async () => {
    const school = await world.newSchool();
    const start = new Date('2026-03-01T00:00:00Z');
    const end = new Date('2026-04-01T00:00:00Z');
    world.clock.now = new Date('2026-03-31T23:40:00Z');
    await world.subscribe(school, { anchor_at: start, current_period_start: start, current_period_end: end });
    await world.record(school, 100);
    await world.ship();
    world.clock.now = new Date(end.getTime() + MINUTE);
    expect(await world.freeze(school, start, end)).toMatchObject({ outcome: 'equal' });
    world.clock.now = new Date(end.getTime() + 30 * MINUTE);
    await world.record(school, 1, { at: new Date(end.getTime() - 100) });
    expect(await world.freeze(school, start, end)).toMatchObject({
      outcome: 'equal',
      meters: [{ meter: METER, ledger: 101, stripe: 101, late: 0 }],
    });
    const march = await invoiceMonth(school, start, end);
    expect(
      (await linesOf(school, march)).map((line) => [line.kind, Number(line.quantity), line.amountCents]),
    ).toEqual([['metered', 101, 76]]);

    await world.record(school, 4, { at: new Date(end.getTime() - 100) });
    await world.ship();
    expect(await world.stripeTotal(school)).toBe(101);
    const [late] = (await world.shipments(school)).filter(({ way }) => way === 'invoice_item');
    expect(late).toMatchObject({ value: '4', state: 'pending' });
    world.clock.now = new Date('2026-05-01T00:01:00Z');
    const april = await invoiceMonth(school, end, new Date('2026-05-01T00:00:00Z'));
    expect(
      (await linesOf(school, april)).map((line) => [
        line.kind,
        Number(line.quantity),
        new Date(line.periodStart),
      ]),
    ).toEqual([['late_usage', 4, start]]);
    await asSystem(() => confirmLateUsage(world.system.pool, world.clock.now));
    expect((await world.shipments(school)).map(({ state }) => state)).not.toContain('pending');
    expect(await world.claimedTotal(school)).toBe(await world.ledgerTotal(school));
  });

  it('billing S17: should never send usage of 40 days ago as a meter event; it is late usage of its month', async () => {
    const school = await world.newSchool();
    const start = new Date(world.clock.now.getTime() - 60 * DAY);
    const end = new Date(world.clock.now.getTime() - 30 * DAY);
    await invoiceMonth(school, start, end);
    await world.record(school, 400, { at: new Date(world.clock.now.getTime() - 40 * DAY) });
    await world.settle();
    expect(await world.stripeTotal(school)).toBe(0);
    expect((await world.shipments(school)).map(({ way, value }) => [way, value])).toEqual([
      ['invoice_item', '400'],
    ]);
    const next = await invoiceMonth(school, end, new Date(end.getTime() + 30 * DAY));
    expect((await linesOf(school, next)).map((line) => [line.kind, line.amountCents])).toEqual([
      ['late_usage', 300],
    ]);
  });

  it('billing S22c: should ask for a credit of 1 when the invoice is final', async () => {
    const school = await world.newSchool();
    const start = new Date(world.clock.now.getTime() - 10 * DAY);
    await world.record(school, 1_331);
    await world.ship();
    world.wait(HOUR);
    await invoiceMonth(school, start, world.clock.now);
    world.wait(-HOUR);
    await sendForeign(school, 1);
    world.wait(HOUR);
    const settled: LateDifference[] = [];
    await world.reconcile({ settlement: async (_client, difference) => void settled.push(difference) });
    await world.reconcile({ settlement: async (_client, difference) => void settled.push(difference) });
    expect(settled.map(({ tooMuch, cents }) => [tooMuch, cents])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(new Set(settled.map(({ key }) => key)).size).toBe(1);
    await world.reconcile();
    expect((await world.alarms(school)).map(({ kind }) => kind)).toEqual(['difference']);
  });

  it('should say equal, different or waiting when a period is frozen', async () => {
    const school = await world.newSchool();
    const start = new Date(world.clock.now.getTime() - 5 * DAY);
    await world.record(school, 10, { at: new Date(world.clock.now.getTime() - DAY) });
    await world.spoil({ kind: 'status', status: 500, times: 1 });
    const end = new Date(world.clock.now.getTime() + 1);
    expect((await world.freeze(school, start, end)).outcome).toBe('waiting');
    expect(await world.freeze(school, start, end)).toMatchObject({
      outcome: 'equal',
      meters: [{ ledger: 10, shipped: 10, stripe: 10 }],
    });
    await sendForeign(school, 2);
    world.wait(HOUR);
    const frozen = await world.freeze(school, start, new Date(world.clock.now.getTime()));
    expect(frozen.meters[0]).toMatchObject({ ledger: 10, stripe: 12 });
    expect(frozen.outcome).toBe('different');
  });

  it('billing S29: should put each event of the days with 23 and 25 hours in exactly one day', async () => {
    for (const [day, hours] of [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
    ] as const) {
      const school = await world.newSchool();
      await world.system.admin.query("update tenants set time_zone = 'Europe/Berlin' where id = $1", [
        school.tenant.id,
      ]);
      const first = new Date(`${day}T00:00:00+0${hours === 23 ? 1 : 2}:00`).getTime();
      world.clock.now = new Date(first + hours * HOUR + HOUR);
      for (let hour = 0; hour < hours; hour += 1)
        await world.record(school, 1, { at: new Date(first + hour * HOUR) });
      await world.record(school, 1, { at: new Date(first - 1) });
      await world.record(school, 1, { at: new Date(first + hours * HOUR) });
      const { rows } = await world.system.admin.query(
        `select to_char(occurred_at at time zone 'Europe/Berlin', 'YYYY-MM-DD') as day, sum(quantity)::int as n
           from usage_events where tenant_id = $1 group by 1 order by 1`,
        [school.tenant.id],
      );
      expect(rows.map(({ n }) => n)).toEqual([1, hours, 1]);
      await world.settle();
      await expectEqual(school, `S29 a day of ${hours} hours`);
    }
  });
});
