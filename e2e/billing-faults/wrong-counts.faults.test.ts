import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, METER, type MeteringWorld, MINUTE } from '../../core/billing/testing/metering-kit.ts';
import { fetchMeterErrors, handleMeterErrors, stripeEventName } from '../../core/billing/worker.ts';
import { asSystem } from '../../core/tenancy/index.ts';
import type { TestSchool } from '../support/index.ts';
import { type BilledWorld, openBilledWorld } from './billed-world.ts';
import { noteCounts } from './tally.ts';

describe('counts that go wrong on the way', () => {
  let world: BilledWorld;
  const schools: TestSchool[] = [];
  /** Cases whose month is still to be invoiced. */
  const cases: { name: string; school: TestSchool }[] = [];

  beforeAll(async () => {
    world = await openBilledWorld(new Date('2026-02-01T00:00:00Z'));
    // A month for nothing, then a paid one: March for all but four, whose months end on days of their own.
    schools.push(...(await world.subscribeAt(new Date('2026-02-01T00:00:00Z'), 16)));
    for (const day of [3, 5, 7, 9])
      schools.push(...(await world.subscribeAt(new Date(Date.UTC(2026, 1, day)), 1)));
    for (const day of [1, 3, 5, 7, 9]) await world.endMonth(new Date(Date.UTC(2026, 2, day)));
    world.clock.now = new Date('2026-03-10T12:20:00Z');
  }, 120_000);
  afterAll(() => world.close());
  afterEach(() => world.system.emulators.heal());

  const nextSchool = (): TestSchool => {
    const school = schools.shift();
    if (!school) throw new Error('There are more cases than schools.');
    return school;
  };
  const expectEqual = async (school: TestSchool, name: string) => {
    const counts = {
      ledger: await world.ledgerTotal(school),
      shipments: await world.claimedTotal(school),
      stripe: await world.stripeTotal(school),
    };
    expect(new Set(Object.values(counts)).size, JSON.stringify(counts)).toBe(1);
    cases.push({ name, school });
  };
  const noteCase = async (name: string, school: TestSchool) => noteCounts(name, await world.countsOf(school));
  /** An event past our sender, as a hand or a second system would make it. */
  const sendForeign = async (school: TestSchool, value: number, identifier: string = randomUUID()) =>
    world.system.emulators.stripe.billing.meterEvents.create({
      event_name: stripeEventName(METER),
      identifier,
      timestamp: Math.floor(world.clock.now.getTime() / 1000),
      payload: { stripe_customer_id: await world.customerOf(school), value: String(value) },
    });
  it('billing S16a: should count an event once that is sent at 0 h, 1 h and 30 h', async () => {
    const school = nextSchool();
    const at = world.clock.now;
    for (const pause of [0, HOUR, 29 * HOUR]) {
      world.wait(pause);
      await world.record(school, 1, { eventId: 'one', at });
      await world.ship();
      await world.reconcile();
    }
    expect(await world.ledgerTotal(school)).toBe(1);
    await expectEqual(school, 'S16a one event three times');
  });

  it('billing S16b: should count an event once that is sent 50 times at once', async () => {
    const school = nextSchool();
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await world.record(school, 1, { eventId: 'one' });
        if (index % 5 === 0) await world.ship();
      }),
    );
    await world.ship();
    expect(await world.ledgerTotal(school)).toBe(1);
    await expectEqual(school, 'S16b one event 50 times at once');
  });

  it('billing S16c: should keep the first value, refuse the other and raise an alarm', async () => {
    const school = nextSchool();
    await world.record(school, 1, { eventId: 'one' });
    await expect(world.record(school, 2, { eventId: 'one' })).rejects.toMatchObject({
      code: 'usage.conflict',
    });
    await world.ship();
    // The same identifier with another value at Stripe: the shipment was changed after it was cut.
    await world.system.admin.query("update shipments set value = 2, state = 'pending' where tenant_id = $1", [
      school.tenant.id,
    ]);
    await world.ship();
    expect(await world.stripeTotal(school)).toBe(1);
    expect((await world.alarms(school)).map(({ kind }) => kind)).toEqual(['conflict']);
    await world.system.admin.query('update shipments set value = 1 where tenant_id = $1', [school.tenant.id]);
    await world.settle();
    await expectEqual(school, 'S16c same identifier, other value');
  });

  it('billing S16c: should raise an alarm when somebody used our identifier, and make the count right', async () => {
    const school = nextSchool();
    await world.record(school, 1);
    await world.ship();
    const [first] = await world.shipments(school);
    await world.record(school, 10);
    await sendForeign(school, 3, first?.identifier.replace(/:1$/, ':2'));
    await world.ship();
    expect((await world.alarms(school)).map(({ kind }) => kind)).toEqual(['conflict']);
    await world.settle();
    await expectEqual(school, 'S16c identifier used by somebody else');
  });

  it('billing S22a: should send the one that Stripe misses as an event of its own', async () => {
    const school = nextSchool();
    await world.record(school, 1_330);
    await world.ship();
    await world.record(school, 1);
    // Stripe answers that it took it and did not.
    await world.ship({ send: async () => ({ kind: 'accepted' }) });
    expect(await world.stripeTotal(school)).toBe(1_330);
    world.wait(10 * MINUTE);
    expect(await world.reconcile()).toMatchObject({ corrected: 1, difference: 1 });
    await world.ship();
    const corrections = (await world.shipments(school)).filter(({ purpose }) => purpose === 'correction');
    expect(corrections.map(({ value, identifier }) => [value, new Set(identifier).size > 1])).toEqual([
      ['1', true],
    ]);
    world.wait(10 * MINUTE);
    expect(await world.reconcile()).toMatchObject({ corrected: 0, difference: 0 });
    expect(await world.ledgerTotal(school)).toBe(1_331);
    await expectEqual(school, 'S22a Stripe misses one');
  });

  it('billing S22b: should take back the one that Stripe has too much, so that the invoice is 998', async () => {
    const school = nextSchool();
    await world.record(school, 1_331);
    await world.ship();
    await sendForeign(school, 1);
    world.wait(HOUR);
    expect(await world.reconcile()).toMatchObject({ corrected: 1, difference: 1 });
    await world.settle();
    expect(await world.stripeTotal(school)).toBe(1_331);
    await expectEqual(school, 'S22b Stripe has one too many');
  });

  it('should send anew what Stripe refused later, and leave alone what a summary proved', async () => {
    const school = nextSchool();
    await world.record(school, 5);
    await world.ship();
    await world.settle();
    const [proved] = await world.shipments(school);
    await world.record(school, 7);
    // Taken with a customer that does not exist: Stripe says so only in its report.
    await world.ship({
      send: (event) => world.sink.send({ ...event, customerId: 'cus_gone' }),
    });
    expect(await world.stripeTotal(school)).toBe(5);
    await fetch(`${world.system.emulators.stripeUrl}/_emulator/settle`, { method: 'POST' });
    const events = await world.system.emulators.stripe.v2.core.events.list({});
    const report = events.data.find(({ type }) => type === 'v1.billing.meter.error_report_triggered');
    const read = await fetchMeterErrors(world.system.emulators.stripe, report?.id ?? '');
    expect(read.samples).toHaveLength(1);
    const provedSample = { identifier: proved?.identifier ?? '', code: 'x', message: 'late and wrong' };
    const handle = () =>
      asSystem(() =>
        handleMeterErrors(
          world.system.pool,
          { errorCount: 2, samples: [...read.samples, provedSample] },
          world.clock.now,
        ),
      );
    expect(await handle()).toBe(1);
    expect(await handle()).toBe(0);
    await world.settle();
    await expectEqual(school, 'late meter error');
    expect((await world.shipments(school)).map(({ state }) => state).sort()).toEqual([
      'confirmed',
      'confirmed',
      'failed',
    ]);
  });

  it('should find what a report of many errors does not name', async () => {
    const school = nextSchool();
    for (let hour = 0; hour < 12; hour += 1)
      await world.record(school, hour + 1, { at: new Date(world.clock.now.getTime() - hour * HOUR) });
    await world.ship({ send: (event) => world.sink.send({ ...event, customerId: 'cus_gone' }) });
    await world.settle();
    await expectEqual(school, 'twelve late errors, five of them named');
  });

  it('should lose nothing while Stripe is away for an hour, and not ask it thousands of times', async () => {
    const both = [nextSchool(), nextSchool()];
    let asked = 0;
    const away = async (): Promise<never> => {
      asked += 1;
      throw new Error('connect ECONNREFUSED');
    };
    for (let minute = 0; minute < 60; minute += 1) {
      for (const school of both) await world.record(school, 1);
      await world.ship({ send: away, ensureCustomer: away, ensureMeter: away });
      world.wait(MINUTE);
    }
    expect(asked).toBeLessThan(400);
    await world.settle();
    for (const [index, school] of both.entries())
      await expectEqual(school, `Stripe away for an hour, school ${index + 1}`);
  });

  it('should read the summary before it sends again what had no answer for more than a day', async () => {
    const [arrived, lost] = [nextSchool(), nextSchool()];
    for (const school of [arrived, lost]) await world.record(school, 6);
    const silent = (isLost: boolean) => ({
      send: async (event: Parameters<MeteringWorld['sink']['send']>[0]) => {
        if (!isLost) await world.sink.send(event);
        throw new Error('no answer');
      },
    });
    await world.ship(silent(false), { tenantId: arrived.tenant.id });
    await world.ship(silent(true), { tenantId: lost.tenant.id });
    world.wait(30 * HOUR);
    const sent: string[] = [];
    await world.ship({
      send: async (event) => {
        sent.push(event.identifier.slice(0, 36));
        return world.sink.send(event);
      },
    });
    expect(sent).toEqual([lost.tenant.id]);
    await expectEqual(arrived, 'no answer for a day, was counted');
    await expectEqual(lost, 'no answer for a day, was not counted');
  });

  it.each([
    ['lost replies', { kind: 'lost_reply', times: 3 }],
    ['409', { kind: 'status', status: 409, times: 3 }],
    ['429', { kind: 'status', status: 429, times: 3 }],
    ['500', { kind: 'status', status: 500, times: 3 }],
  ])('should count each hour once when Stripe gives %s', async (name, fault) => {
    const school = nextSchool();
    for (let hour = 0; hour < 8; hour += 1)
      await world.record(school, 2 * hour + 1, { at: new Date(world.clock.now.getTime() - hour * HOUR) });
    await world.fault(fault);
    await world.settle();
    expect((await world.faultHits())[0]?.hits).toBe(3);
    await expectEqual(school, `Stripe gives ${name}`);
  });

  describe('and are invoiced', () => {
    const statusOf = async (school: TestSchool) =>
      (
        await world.system.admin.query('select status from subscriptions where tenant_id = $1', [
          school.tenant.id,
        ])
      ).rows[0].status;
    /** Usage of a school whose month ends alone, so that only its messages meet the fault. */
    const usedBefore = async () => {
      const school = nextSchool();
      await world.record(school, 1_331);
      await world.settle();
      return school;
    };

    it('should bill on both sides what the ledger has, whatever happened on the way', async () => {
      const late = [];
      for (let index = 0; index < 4; index += 1) late.push(await usedBefore());
      schools.push(...late);
      await world.endMonth(new Date('2026-04-01T00:00:00Z'));
      expect(cases).toHaveLength(16);
      for (const { name, school } of cases) await noteCase(name, school);
    });

    it('should find by itself what webhooks that never came would have told', async () => {
      const school = nextSchool();
      await world.fault({ kind: 'webhook_lost', probability: 1, seed: 1 });
      await world.endMonth(new Date('2026-04-03T00:00:00Z'));
      expect((await world.faultHits())[0]?.hits).toBeGreaterThan(3);
      await world.system.emulators.heal();
      expect((await world.countsOf(school)).invoice).toBe(0);
      expect(await world.findLostWebhooks()).toBeGreaterThan(3);
      expect(await world.findLostWebhooks()).toBe(0);
      await world.moveTo(new Date('2026-04-03T03:00:00Z'));
      await noteCase('webhooks lost, found in the list of events', school);
      expect(await statusOf(school)).toBe('active');
    });

    it('should do once what webhooks tell twice', async () => {
      const school = nextSchool();
      await world.fault({ kind: 'webhook_twice', probability: 1, seed: 2 });
      await world.endMonth(new Date('2026-04-05T00:00:00Z'));
      expect((await world.faultHits())[0]?.hits).toBeGreaterThan(3);
      await noteCase('webhooks twice', school);
      expect(await statusOf(school)).toBe('active');
    });

    it('should come to the same by webhooks out of order', async () => {
      const school = nextSchool();
      await world.fault({ kind: 'webhook_reordered', probability: 0.6, seed: 3 });
      await world.endMonth(new Date('2026-04-07T00:00:00Z'));
      expect((await world.faultHits())[0]?.hits).toBeGreaterThan(1);
      await world.system.emulators.heal();
      await world.flush();
      await world.moveTo(new Date('2026-04-07T03:00:00Z'));
      await noteCase('webhooks out of order', school);
      expect(await statusOf(school)).toBe('active');
    });

    it('should come to the same by webhooks that are three days late', async () => {
      const school = nextSchool();
      await world.fault({ kind: 'webhook_late', seconds: 3 * 86_400, probability: 1, seed: 4 });
      await world.endMonth(new Date('2026-04-09T00:00:00Z'));
      expect((await world.countsOf(school)).invoice).toBe(0);
      for (const hours of [25, 49, 71]) await world.moveTo(new Date(Date.UTC(2026, 3, 9, hours)));
      expect(await statusOf(school)).toBe('past_due');
      for (const hours of [72, 73, 74, 144, 145, 146])
        await world.moveTo(new Date(Date.UTC(2026, 3, 9, hours)));
      expect((await world.faultHits())[0]?.hits).toBeGreaterThan(3);
      await noteCase('webhooks three days late', school);
      expect(await statusOf(school)).toBe('active');
    });
  });
});
