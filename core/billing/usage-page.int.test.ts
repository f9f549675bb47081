import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpClient, TestSchool } from '../../e2e/support/index.ts';
import { asSystem } from '../tenancy/index.ts';
import type { UsageSummary } from './index.ts';
import { DAY, HOUR, METER, type MeteringWorld, openMetering } from './testing/metering-kit.ts';
import { cutStates } from './worker.ts';

describe('the page of usage', () => {
  let world: MeteringWorld;
  let own: TestSchool;
  let other: TestSchool;
  let person: HttpClient;

  beforeAll(async () => {
    world = await openMetering(new Date('2026-06-16T00:00:00Z'));
    own = await world.newSchool();
    other = await world.newSchool();
    await world.system.admin.query("update tenants set time_zone = 'UTC'");
    person = await own.signIn(own.admin);
  });
  afterAll(() => world.close());

  const read = async (query = ''): Promise<UsageSummary> => {
    const answer = await person.get(`/api/usage${query}`);
    expect(answer.status).toBe(200);
    return answer.json<UsageSummary>();
  };

  it('billing S15b: should price each meter by the price book, rounded once, with a forecast', async () => {
    const at = new Date(world.clock.now.getTime() - HOUR);
    await world.record(own, 1_331, { at });
    await world.record(own, 4_322, { meter: 'ai_predictions', at });
    await world.record(own, 17, { meter: 'report_renders', at });
    await world.record(other, 9_999, { at });
    await world.record(own, 3, { meter: 'acme.tools/pages', at });
    const { meters } = await read();
    expect(meters.map(({ meter, total, cents }) => [meter, total, cents])).toEqual([
      ['acme.tools/pages', 3, undefined],
      ['ai_predictions', 4_322, 864],
      ['report_renders', 17, 85],
      ['sms_parts', 1_331, 998],
    ]);
    const sms = meters.find(({ meter }) => meter === METER);
    // Half of June is over.
    expect(sms).toMatchObject({
      rate: '0.75',
      name: { en: 'Text messages' },
      forecast: { quantity: 2_662, cents: 1_997 },
    });
    expect(sms?.days).toHaveLength(30);
    expect(sms?.months).toHaveLength(12);
    expect(sms?.days.reduce((sum, { value }) => sum + value, 0)).toBe(1_331);
  });

  it('should show usage of the trial free of charge', async () => {
    const ends = new Date(world.clock.now.getTime() - 2 * DAY);
    await world.subscribe(own, {
      starts_at: new Date(ends.getTime() - 14 * DAY),
      trial_ends_at: ends,
      anchor_at: ends,
    });
    await world.record(own, 1_000, { at: new Date(ends.getTime() - HOUR) });
    const sms = (await read()).meters.find(({ meter }) => meter === METER);
    expect(sms).toMatchObject({ total: 2_331, free: 1_000, cents: 998 });
  });

  it('should say what was cut, what Stripe has and what it confirmed, and which days were compared', async () => {
    await world.settle();
    const { meters, statement } = await read();
    expect(meters.find(({ meter }) => meter === METER)).toMatchObject({
      shipped: 2_331,
      trial: 1_000,
      acknowledged: 1_331,
      confirmed: 1_331,
      troubled: 0,
    });
    expect(statement).toMatchObject({ differences: [], invoiced: [] });
    expect(statement.days).toBeGreaterThan(0);
  });

  it('should page through the ledger of one meter, and give it as a file', async () => {
    const all = (await read()).ledger;
    expect(all.total).toBe(5);
    const one = (await read('?meter=report_renders')).ledger;
    expect(one.rows.map(({ meter, quantity }) => [meter, quantity])).toEqual([['report_renders', 17]]);
    const file = await person.get('/api/usage/ledger?month=2026-06');
    expect(file.text.trim().split('\n')).toHaveLength(6);
    expect(file.text).not.toContain('9999');
  });

  it('should show a school nothing of another, and hide the page from who may not see bills', async () => {
    const teacher = await own.signIn(await own.addUser('teacher'));
    expect((await teacher.get('/api/usage')).status).toBe(403);
    expect((await own.anonymous.get('/api/usage')).status).toBe(401);
    const { meters } = await (await other.signIn(other.admin))
      .get('/api/usage')
      .then((answer) => answer.json<UsageSummary>());
    expect(meters.map(({ meter, total }) => [meter, total])).toEqual([[METER, 9_999]]);
    for (const table of ['usage_statements', 'usage_alarms', 'usage_boundaries', 'shipments']) {
      const { rows } = await other.run(() =>
        world.system.pool.query(`select count(*) filter (where tenant_id <> $1)::int as n from ${table}`, [
          other.tenant.id,
        ]),
      );
      expect(rows[0].n).toBe(0);
    }
  });

  it('billing S25: should tell Stripe the peak of the month so far, once for each change', async () => {
    const start = new Date('2026-06-01T00:00:00Z');
    await world.subscribe(other, {
      status: 'active',
      anchor_at: start,
      price_book_version: '1',
      billing_cycle: 'monthly',
    });
    const count = (day: number, students: number) =>
      world.system.admin.query(
        `insert into day_snapshots (tenant_id, day, ends_at, active_students, storage_bytes, taken_at)
         values ($1, $2, $3, $4, 50400000000, $3)`,
        [other.tenant.id, `2026-06-0${day}`, `2026-06-0${day + 1}T00:00:00Z`, students],
      );
    world.clock.now = new Date('2026-06-16T05:00:00Z');
    for (const [day, students] of [
      [1, 1_990],
      [2, 2_340],
      [3, 1_995],
    ] as const) {
      await count(day, students);
      await cutStates(world.system.pool, world.clock.now, { tenantId: other.tenant.id });
      await cutStates(world.system.pool, world.clock.now, { tenantId: other.tenant.id });
      await world.ship();
      world.wait(HOUR);
    }
    const states = (await world.shipments(other)).filter(({ purpose }) => purpose === 'state');
    expect(states.map(({ meter, value }) => [meter, value])).toEqual([
      ['storage_gb', '1'],
      ['student_blocks', '4'],
    ]);
    expect(
      await asSystem(async () =>
        world.sink.total({
          meter: 'student_blocks',
          customerId: await world.customerOf(other),
          from: start,
          until: new Date('2026-07-01T00:00:00Z'),
        }),
      ),
    ).toBe(4);
    const frozen = await world.freeze(other, start, new Date('2026-07-01T00:00:00Z'));
    expect(frozen.outcome).toBe('equal');
    expect(frozen.meters.map(({ meter, ledger, stripe }) => [meter, ledger, stripe])).toContainEqual([
      'student_blocks',
      4,
      4,
    ]);
  });
});
