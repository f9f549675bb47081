import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestSchool } from '../../e2e/support/index.ts';
import { asSystem, inTransaction } from '../tenancy/index.ts';
import { recordUsage } from './index.ts';
import {
  DAY,
  failAt,
  HOUR,
  METER,
  type MeteringWorld,
  MINUTE,
  openMetering,
} from './testing/metering-kit.ts';
import { cutShipments } from './worker.ts';

describe('cutting the ledger into shipments', () => {
  let world: MeteringWorld;
  beforeAll(async () => {
    world = await openMetering();
  });
  afterAll(() => world.close());

  const cut = (options?: { whole: boolean }) =>
    asSystem(() => cutShipments(world.system.pool, world.clock.now, options));
  const parts = async (school: TestSchool) =>
    (await world.shipments(school)).map(({ window_start, window_end, value, way, state }) => [
      window_start.toISOString().slice(11, 19),
      window_end.toISOString().slice(11, 19),
      Number(value),
      way,
      state,
    ]);

  /** A transaction of a school that records and stays open until told. */
  const open = (school: TestSchool, eventId: string, quantity: number) => {
    const { promise: isReady, resolve: ready } = Promise.withResolvers<void>();
    const { promise: order, resolve: end } = Promise.withResolvers<'commit' | 'rollback'>();
    const ended = school
      .run(() =>
        inTransaction(world.system.pool, async (client) => {
          await recordUsage(client, {
            meter: METER,
            source: 'test',
            eventId,
            quantity,
            occurredAt: world.clock.now,
          });
          ready();
          if ((await order) === 'rollback') throw new Error('rolled back');
        }),
      )
      .catch(() => undefined);
    return isReady.then(() => async (how: 'commit' | 'rollback') => {
      end(how);
      await ended;
    });
  };

  it('should find every entry once, in whatever order open transactions end', async () => {
    const school = await world.newSchool();
    const early = await open(school, 'early', 1);
    const late = await open(school, 'late', 10);
    const never = await open(school, 'never', 1_000);
    await late('commit');
    await cut();
    expect(await world.claimedTotal(school)).toBe(10);
    const later = await open(school, 'later', 100);
    await cut();
    expect(await world.claimedTotal(school)).toBe(10);
    await never('rollback');
    await early('commit');
    await cut();
    expect(await world.claimedTotal(school)).toBe(11);
    await later('commit');
    expect(await cut()).toEqual({ made: 1, takenBack: 0 });
    expect(await world.claimedTotal(school)).toBe(111);
    expect(await cut()).toEqual({ made: 0, takenBack: 0 });
    expect(await cut({ whole: true })).toEqual({ made: 0, takenBack: 0 });
  });

  it('should lose no entry while a hundred transactions commit and four cuts run at all times', async () => {
    const schools = [await world.newSchool(), await world.newSchool()];
    let isOver = false;
    const cutters = Array.from({ length: 2 }, async () => {
      while (!isOver) await cut();
    });
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const school = schools[index % 2] as TestSchool;
        const end = await open(school, `busy-${index}`, 1);
        await new Promise((resolve) => setTimeout(resolve, (index * 37) % 90));
        await end(index % 10 === 9 ? 'rollback' : 'commit');
      }),
    );
    isOver = true;
    await Promise.all(cutters);
    await cut();
    const totals = await Promise.all(schools.map((school) => world.claimedTotal(school)));
    expect(totals).toEqual(await Promise.all(schools.map((school) => world.ledgerTotal(school))));
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(90);
    expect(await cut({ whole: true })).toEqual({ made: 0, takenBack: 0 });
  });

  it('should look at everything when its mark is of another server, as after a restore', async () => {
    const school = await world.newSchool();
    await cut();
    await world.record(school, 4);
    await world.system.admin.query("update usage_marks set snapshot = '900000000:900000000:'");
    expect((await cut()).made).toBe(1);
    expect(await world.claimedTotal(school)).toBe(4);
  });

  it('should split an hour where a trial ends, and never send what the trial used', async () => {
    const school = await world.newSchool();
    const end = new Date('2026-03-10T12:17:23Z');
    await world.subscribe(school, {
      status: 'active',
      starts_at: new Date('2026-02-24T12:17:23Z'),
      trial_ends_at: end,
      anchor_at: end,
    });
    await world.record(school, 5, { at: new Date(end.getTime() - 1) });
    await world.record(school, 7, { at: end });
    await world.ship();
    expect(await parts(school)).toEqual([
      ['12:00:00', '12:17:23', 5, 'trial', 'confirmed'],
      ['12:17:23', '13:00:00', 7, 'meter_event', 'acknowledged'],
    ]);
    expect(await world.stripeTotal(school)).toBe(7);
  });

  it('should not send usage of a trial that runs', async () => {
    const school = await world.newSchool();
    const other = await world.newSchool();
    await world.subscribe(school, {
      status: 'trialing',
      starts_at: new Date('2026-03-01T00:00:00Z'),
      trial_ends_at: new Date('2026-03-15T00:00:00Z'),
    });
    await world.record(school, 1_000);
    await world.record(other, 3);
    await world.ship();
    expect((await parts(school)).map(([, , value, way]) => [value, way])).toEqual([[1_000, 'trial']]);
    expect(await world.stripeTotal(school)).toBe(0);
    expect(await world.stripeTotal(other)).toBe(3);
  });

  it('should keep the time told to Stripe inside the period and off its last second', async () => {
    const school = await world.newSchool();
    const end = new Date('2026-03-10T12:10:00Z');
    await world.subscribe(school, { anchor_at: new Date('2026-02-10T12:10:00Z'), current_period_end: end });
    await world.record(school, 1, { at: new Date(end.getTime() - 100) });
    await world.record(school, 2, { at: new Date(end.getTime() + 100) });
    await cut();
    const [before, after] = await world.shipments(school);
    expect(before?.event_timestamp.toISOString()).toBe('2026-03-10T12:09:58.000Z');
    expect(after?.event_timestamp.toISOString()).toBe('2026-03-10T12:10:00.000Z');
  });

  it('should take back and cut anew when a period begins inside an hour that was sent', async () => {
    const school = await world.newSchool();
    await world.record(school, 3, { at: new Date(world.clock.now.getTime() - 10 * MINUTE) });
    await world.record(school, 4);
    await world.ship();
    const changed = new Date(world.clock.now.getTime() - 5 * MINUTE);
    await world.subscribe(school, { anchor_at: changed, current_period_start: changed });
    await world.record(school, 5);
    for (let round = 0; round < 3; round += 1) {
      await world.ship();
      world.wait(10 * MINUTE);
      await world.reconcile();
    }
    expect(
      (await parts(school))
        .filter(([, , , , state]) => state !== 'failed')
        .map(([start, , value]) => [start, value]),
    ).toEqual([
      ['12:00:00', 3],
      [changed.toISOString().slice(11, 19), 9],
    ]);
    expect(await world.stripeTotal(school)).toBe(12);
    world.wait(-30 * MINUTE);
  });

  it('should cut in pieces what is too much for one statement, and go on after a crash at any point', {
    timeout: 180_000,
  }, async () => {
    const EVENTS = 50_000;
    const schools = [await world.newSchool(), await world.newSchool()];
    await cut();
    // A hundred transactions of two schools with three meters in 479 hours.
    for (let part = 0; part < 100; part += 1)
      await world.system.admin.query(
        `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
         select ($1::uuid[])[1 + n % 2], (array['sms_parts', 'ai_predictions', 'report_renders'])[1 + n % 3], 'pile', n::text, 1,
                $2::timestamptz - (n % 479) * interval '1 hour'
           from generate_series($3::int + 1, $3 + $4) n`,
        [schools.map(({ tenant }) => tenant.id), world.clock.now, (part * EVENTS) / 100, EVENTS / 100],
      );
    const pieces = { entries: 5_000, hours: 200 };
    const claimed = async () =>
      (await Promise.all(schools.map((school) => world.claimedTotal(school)))).reduce((sum, n) => sum + n, 0);
    const inPieces = (pool = world.system.pool) =>
      asSystem(() => cutShipments(pool, world.clock.now, { pieces }));
    const limited = (limit: string) => withLimit(world.system.pool, limit);
    await expect(
      asSystem(() =>
        cutShipments(limited('50ms'), world.clock.now, { pieces: { entries: EVENTS, hours: EVENTS } }),
      ),
    ).rejects.toMatchObject({ code: '57014' });
    expect(await claimed()).toBe(0);
    for (const at of [14, 33, 37, 40]) {
      const { pool } = failAt(world.system.pool, at, at % 2 === 0 ? 'before' : 'after');
      await expect(inPieces(pool)).rejects.toThrow('The connection was lost');
    }
    const kept = await claimed();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(EVENTS);
    await inPieces(limited('1500ms'));
    expect(await claimed()).toBe(EVENTS);
    expect(await inPieces()).toEqual({ made: 0, takenBack: 0 });
    expect(await cut({ whole: true })).toEqual({ made: 0, takenBack: 0 });
    const { rows } = await world.system.admin.query('select count(*)::int as n from usage_hours_to_cut');
    expect(rows[0].n).toBe(0);
    await world.system.admin.query("update shipments set state = 'confirmed' where state = 'pending'");
  });

  it('should find by the whole look alone what was never noted', async () => {
    const school = await world.newSchool();
    await world.record(school, 3);
    await world.record(school, 5, { at: new Date(world.clock.now.getTime() - 200 * DAY) });
    await world.system.admin.query('update usage_marks set snapshot = pg_current_snapshot()');
    expect(await cut()).toEqual({ made: 0, takenBack: 0 });
    expect(await cut({ whole: true })).toEqual({ made: 2, takenBack: 0 });
    expect(await world.claimedTotal(school)).toBe(8);
  });

  it('should put usage of 40 days ago and of a closed period on an invoice', async () => {
    const school = await world.newSchool();
    await world.record(school, 400, { at: new Date(world.clock.now.getTime() - 40 * 24 * HOUR) });
    await world.ship();
    expect((await parts(school)).map(([, , value, way, state]) => [value, way, state])).toEqual([
      [400, 'invoice_item', 'pending'],
    ]);
    expect(await world.stripeTotal(school)).toBe(0);
  });
});

/** The pool, with a limit on how long a statement of a transaction may take. */
function withLimit(pool: pg.Pool, limit: string): pg.Pool {
  const connect = async () => {
    const client = await pool.connect();
    return {
      query: async (...args: unknown[]) => {
        const answer = await (client.query as (...args: unknown[]) => Promise<unknown>)(...args);
        if (args[0] === 'begin') await client.query(`set local statement_timeout = '${limit}'`);
        return answer;
      },
      release: (broken?: Error) => client.release(broken),
    };
  };
  return { connect, query: pool.query.bind(pool) } as unknown as pg.Pool;
}
