import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  METER_EVENT_ROUTE,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { asSystem, inTransaction } from '../tenancy/index.ts';
import { recordUsage } from './index.ts';
import { shipUsage, stripeClient, stripeEventName, stripeSink, type UsageSink } from './worker.ts';

const METER = 'sms_parts';

describe('the ledger and what Stripe counts of it', () => {
  let system: TestSystem;
  let sink: UsageSink;
  let schoolNumber = 0;

  beforeAll(async () => {
    system = await createTestSystem();
    sink = stripeSink(stripeClient(system.settings));
  });
  afterAll(() => system.close());
  afterEach(() => system.emulators.heal());

  const newSchool = () => {
    schoolNumber += 1;
    return system.addSchool(`school${schoolNumber}`);
  };
  const record = (
    school: TestSchool,
    quantity: number,
    eventId: string = randomUUID(),
    occurredAt = new Date(),
  ) =>
    school.run(() =>
      inTransaction(system.pool, (client) =>
        recordUsage(client, { meter: METER, source: 'test', eventId, quantity, occurredAt }),
      ),
    );
  const ship = (through: Partial<UsageSink> = {}, pool: pg.Pool = system.pool) =>
    shipUsage({ pool, sink: { ...sink, ...through }, logger: system.logger });
  const ledgerTotal = async (school: TestSchool) =>
    Number(
      (
        await system.admin.query(
          'select coalesce(sum(quantity), 0) as n from usage_events where tenant_id = $1',
          [school.tenant.id],
        )
      ).rows[0].n,
    );
  const stripeTotal = async (school: TestSchool) => {
    const { rows } = await system.admin.query('select stripe_customer_id as id from tenants where id = $1', [
      school.tenant.id,
    ]);
    return rows[0].id ? system.emulators.meterTotal(rows[0].id, stripeEventName(METER)) : 0;
  };
  const shipments = async (school: TestSchool) =>
    (
      await system.admin.query(
        'select revision, value, state, attempts, identifier from shipments where tenant_id = $1 order by window_start, revision',
        [school.tenant.id],
      )
    ).rows;
  const settle = async (school: TestSchool) => {
    for (let round = 0; round < 5; round += 1) await ship();
    expect((await shipments(school)).map((shipment) => shipment.state)).toSatisfy((states: string[]) =>
      states.every((state) => state === 'acknowledged'),
    );
    expect(await stripeTotal(school)).toBe(await ledgerTotal(school));
  };

  it('should count an event once, and refuse another value for it', async () => {
    const school = await newSchool();
    expect(await record(school, 3, 'event-1')).toBe('recorded');
    expect(await record(school, 3, 'event-1')).toBe('known');
    await expect(record(school, 4, 'event-1')).rejects.toMatchObject({ code: 'usage.conflict' });
    expect(await ledgerTotal(school)).toBe(3);
  });

  it('should not let any role of the application change or delete an entry', async () => {
    const school = await newSchool();
    await record(school, 1);
    for (const sql of ['update usage_events set quantity = 9', 'delete from usage_events']) {
      await expect(school.run(() => system.pool.query(sql))).rejects.toThrow('permission denied');
      await expect(asSystem(() => system.pool.query(sql))).rejects.toThrow('permission denied');
    }
    for (const quantity of [0, -1, 1.5]) await expect(record(school, quantity)).rejects.toThrow();
  });

  it('should ship each hour once, and later entries as the difference', async () => {
    const school = await newSchool();
    await record(school, 2);
    await record(school, 5);
    await ship();
    expect((await shipments(school)).map(({ revision, value }) => [Number(revision), Number(value)])).toEqual(
      [[1, 7]],
    );
    await ship();
    expect(await shipments(school)).toHaveLength(1);
    await record(school, 4);
    await settle(school);
    expect((await shipments(school)).reduce((sum, shipment) => sum + Number(shipment.value), 0)).toBe(11);
  });

  it('should keep schools and hours apart', async () => {
    const [first, second] = [await newSchool(), await newSchool()];
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    for (const hours of [0, 1, 30, 24 * 20]) await record(first, hours + 1, randomUUID(), hoursAgo(hours));
    await record(second, 1000);
    await settle(first);
    await settle(second);
    expect(await shipments(first)).toHaveLength(4);
    expect(await stripeTotal(second)).toBe(1000);
  });

  const STEPS = ['ensureCustomer', 'ensureMeter', 'send'] as const;
  it.each(STEPS.flatMap((step) => [`before ${step}`, `after ${step}`]))(
    'should lose and double nothing when the process stops %s',
    async (where) => {
      const school = await newSchool();
      await record(school, 6);
      const [moment, step] = where.split(' ') as ['before' | 'after', (typeof STEPS)[number]];
      const stop = async (argument: never) => {
        if (moment === 'after') await (sink[step] as (value: never) => Promise<unknown>)(argument);
        throw new Error('stopped here');
      };
      await ship({ [step]: stop });
      await record(school, 1);
      await settle(school);
      expect(await stripeTotal(school)).toBe(7);
    },
  );

  it('should lose and double nothing when the database goes away before or after any statement', async () => {
    const school = await newSchool();
    let statements = 0;
    for (const moment of ['before', 'after'] as const) {
      for (let at = 1; at < 40; at += 1) {
        await record(school, 1);
        const failing = failAt(system.pool, at, moment);
        await shipUsage({ pool: failing.pool, sink, logger: system.logger }).catch(() => undefined);
        statements = Math.max(statements, failing.count());
        if (failing.count() < at) break;
      }
      await settle(school);
    }
    expect(statements).toBeGreaterThanOrEqual(6);
  });

  it.each([1, 2, 4])('should count once when %s replies of Stripe are lost', async (times) => {
    const school = await newSchool();
    await record(school, 3);
    await system.emulators.spoil('stripe', { route: METER_EVENT_ROUTE, kind: 'lost_reply', times });
    await settle(school);
    expect(await stripeTotal(school)).toBe(3);
  });

  it.each([500, 429, 409] as const)('should count once when Stripe answers %s', async (status) => {
    const school = await newSchool();
    await record(school, 3);
    await system.emulators.spoil('stripe', { route: METER_EVENT_ROUTE, kind: 'status', status, times: 4 });
    await settle(school);
  });

  it('R12: should count once with many senders at the same time', async () => {
    const school = await newSchool();
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([
        record(school, 2),
        record(school, 1),
        ...Array.from({ length: 4 }, () => ship()),
        record(school, 5),
      ]);
    }
    await settle(school);
    expect(await stripeTotal(school)).toBe(32);
  });

  it('should make one Stripe customer for a school, whatever happens', async () => {
    const school = await newSchool();
    await record(school, 1);
    await ship({
      ensureCustomer: async (wanted) => {
        await sink.ensureCustomer(wanted);
        throw new Error('stopped here');
      },
    });
    await settle(school);
    const { data } = await system.emulators.stripe.customers.list({ limit: 100 });
    expect(data.filter((customer) => customer.metadata.tenantId === school.tenant.id)).toHaveLength(1);
  });

  it('should count as delivered what Stripe already has, and as failed what it refuses for another reason', async () => {
    const school = await newSchool();
    await record(school, 2);
    await settle(school);
    await system.admin.query("update shipments set state = 'pending' where tenant_id = $1", [
      school.tenant.id,
    ]);
    await settle(school);
    expect(await stripeTotal(school)).toBe(2);
    await record(school, 1);
    await system.emulators.spoil('stripe', {
      route: METER_EVENT_ROUTE,
      kind: 'status',
      status: 400,
      times: 1,
    });
    await ship();
    const { rows } = await system.admin.query(
      "select state, last_error from shipments where tenant_id = $1 and state <> 'acknowledged'",
      [school.tenant.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].last_error).toBeTruthy();
    await settle(school);
  });
});

/** A pool whose statement number `at` fails, before it runs or after it ran, as when the connection is lost there. */
function failAt(pool: pg.Pool, at: number, moment: 'before' | 'after') {
  let count = 0;
  const guard = async <T>(run: () => Promise<T>): Promise<T> => {
    count += 1;
    if (count !== at) return run();
    if (moment === 'after') await run();
    throw new Error(`The connection was lost ${moment} statement ${at}.`);
  };
  const failing = {
    query: (...args: unknown[]) =>
      guard(() => (pool.query as (...args: unknown[]) => Promise<unknown>)(...args)),
    connect: async () => {
      const client = await pool.connect();
      return {
        query: (...args: unknown[]) =>
          guard(() => (client.query as (...args: unknown[]) => Promise<unknown>)(...args)),
        // A connection that failed is never used again, and gives its locks back.
        release: () => client.release(true),
      };
    },
  };
  return { pool: failing as unknown as pg.Pool, count: () => count };
}
