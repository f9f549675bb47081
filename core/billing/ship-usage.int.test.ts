import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestSchool } from '../../e2e/support/index.ts';
import { asSystem, inTransaction } from '../tenancy/index.ts';
import { recordUsageBatch } from './index.ts';
import { failAt, HOUR, METER, type MeteringWorld, openMetering } from './testing/metering-kit.ts';

describe('the ledger and what Stripe counts of it', () => {
  let world: MeteringWorld;
  beforeAll(async () => {
    world = await openMetering();
  });
  afterAll(() => world.close());
  afterEach(() => world.system.emulators.heal());

  const record = (school: TestSchool, quantity: number, eventId?: string) =>
    world.record(school, quantity, eventId === undefined ? {} : { eventId });
  const settle = async (school: TestSchool) => {
    await world.settle();
    expect((await world.shipments(school)).map(({ state }) => state)).toSatisfy((states: string[]) =>
      states.every((state) => state === 'confirmed'),
    );
    expect(await world.stripeTotal(school)).toBe(await world.ledgerTotal(school));
  };

  it('should count an event once, and refuse another value for it', async () => {
    const school = await world.newSchool();
    expect(await record(school, 3, 'event-1')).toBe('recorded');
    expect(await record(school, 3, 'event-1')).toBe('known');
    await expect(record(school, 4, 'event-1')).rejects.toMatchObject({ code: 'usage.conflict' });
    expect(await world.ledgerTotal(school)).toBe(3);
  });

  it('should not let any role of the application change or delete an entry', async () => {
    const school = await world.newSchool();
    await record(school, 1);
    for (const sql of ['update usage_events set quantity = 9', 'delete from usage_events']) {
      await expect(school.run(() => world.system.pool.query(sql))).rejects.toThrow('permission denied');
      await expect(asSystem(() => world.system.pool.query(sql))).rejects.toThrow('permission denied');
    }
    for (const quantity of [0, -1, 1.5]) await expect(record(school, quantity)).rejects.toThrow();
  });

  it('should record many at once, each once, and nothing of a list with a conflict', async () => {
    const school = await world.newSchool();
    const entries = Array.from({ length: 3_000 }, (_, index) => ({
      meter: METER,
      source: 'test',
      eventId: `many-${index % 2_500}`,
      quantity: 1 + ((index % 2_500) % 3),
      occurredAt: world.clock.now,
    }));
    const batch = (list: typeof entries) =>
      school.run(() => inTransaction(world.system.pool, (client) => recordUsageBatch(client, list)));
    expect(await batch(entries)).toBe(2_500);
    expect(await batch(entries)).toBe(0);
    const total = await world.ledgerTotal(school);
    const fresh = {
      meter: METER,
      source: 'test',
      eventId: 'fresh',
      quantity: 9,
      occurredAt: world.clock.now,
    };
    await expect(batch([fresh, { ...fresh, eventId: 'many-1', quantity: 77 }])).rejects.toMatchObject({
      code: 'usage.conflict',
    });
    expect(await world.ledgerTotal(school)).toBe(total);
  });

  it('should ship each hour once, and later entries as the difference', async () => {
    const school = await world.newSchool();
    await record(school, 2);
    await record(school, 5);
    await world.ship();
    expect(
      (await world.shipments(school)).map(({ revision, value }) => [Number(revision), Number(value)]),
    ).toEqual([[1, 7]]);
    await world.ship();
    expect(await world.shipments(school)).toHaveLength(1);
    await record(school, 4);
    await settle(school);
    expect((await world.shipments(school)).reduce((sum, shipment) => sum + Number(shipment.value), 0)).toBe(
      11,
    );
  });

  it('should keep schools and hours apart', async () => {
    const [first, second] = [await world.newSchool(), await world.newSchool()];
    for (const hours of [0, 1, 30, 24 * 20])
      await world.record(first, hours + 1, { at: new Date(world.clock.now.getTime() - hours * HOUR) });
    await record(second, 1000);
    await settle(first);
    await settle(second);
    expect(await world.shipments(first)).toHaveLength(4);
    expect(await world.stripeTotal(second)).toBe(1000);
  });

  const STEPS = ['ensureCustomer', 'ensureMeter', 'send'] as const;
  it.each(STEPS.flatMap((step) => [`before ${step}`, `after ${step}`]))(
    'should lose and double nothing when the process stops %s',
    async (where) => {
      const school = await world.newSchool();
      await record(school, 6);
      const [moment, step] = where.split(' ') as ['before' | 'after', (typeof STEPS)[number]];
      const stop = async (argument: never) => {
        if (moment === 'after') await (world.sink[step] as (value: never) => Promise<unknown>)(argument);
        throw new Error('stopped here');
      };
      await world.ship({ [step]: stop });
      await record(school, 1);
      await settle(school);
      expect(await world.stripeTotal(school)).toBe(7);
    },
  );

  it('should lose and double nothing when the database goes away before or after any statement', async () => {
    const school = await world.newSchool();
    let statements = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let at = 1; at < 40; at += 1) {
        await record(school, 1);
        const failing = failAt(world.system.pool, at, moment);
        await world.ship({}, { pool: failing.pool }).catch(() => undefined);
        statements = Math.max(statements, failing.count());
        if (failing.count() < at) break;
      }
      await settle(school);
    }
    expect(statements).toBeGreaterThanOrEqual(6);
  });

  it.each([1, 2, 4])('should count once when %s replies of Stripe are lost', async (times) => {
    const school = await world.newSchool();
    await record(school, 3);
    await world.spoil({ kind: 'lost_reply', times });
    await settle(school);
    expect(await world.stripeTotal(school)).toBe(3);
  });

  it.each([500, 429, 409] as const)('should count once when Stripe answers %s', async (status) => {
    const school = await world.newSchool();
    await record(school, 3);
    await world.spoil({ kind: 'status', status, times: 3 });
    await settle(school);
  });

  it('R12: should count once with many senders at the same time', async () => {
    const school = await world.newSchool();
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([
        record(school, 2),
        record(school, 1),
        ...Array.from({ length: 4 }, () => world.ship()),
        record(school, 5),
      ]);
    }
    await settle(school);
    expect(await world.stripeTotal(school)).toBe(32);
  });

  it('should make one Stripe customer for a school, whatever happens', async () => {
    const school = await world.newSchool();
    await record(school, 1);
    await world.ship({
      ensureCustomer: async (wanted) => {
        await world.sink.ensureCustomer(wanted);
        throw new Error('stopped here');
      },
    });
    await settle(school);
    const { data } = await world.system.emulators.stripe.customers.list({ limit: 100 });
    expect(data.filter((customer) => customer.metadata.tenantId === school.tenant.id)).toHaveLength(1);
  });

  it('should count as delivered what Stripe already has, and as failed what it refuses for another reason', async () => {
    const school = await world.newSchool();
    await record(school, 2);
    await settle(school);
    await world.system.admin.query("update shipments set state = 'pending' where tenant_id = $1", [
      school.tenant.id,
    ]);
    await settle(school);
    expect(await world.stripeTotal(school)).toBe(2);
    await record(school, 1);
    await world.spoil({ kind: 'status', status: 400, times: 1 });
    await world.ship();
    const { rows } = await world.system.admin.query(
      "select state, last_error from shipments where tenant_id = $1 and state not in ('acknowledged', 'confirmed')",
      [school.tenant.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].last_error).toBeTruthy();
    await settle(school);
  });
});
