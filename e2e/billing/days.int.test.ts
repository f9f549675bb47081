import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordUsageBatch, type UsageSummary } from '../../core/billing/index.ts';
import { inTransaction } from '../../core/tenancy/index.ts';
import { atStripe, endMonth, inSchool, newestInvoice, payingSchool, SMS, ship } from './metering-kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const LONG = { timeout: 180_000 };
const HOUR = 3_600_000;

/** One event an hour from the day before until the day after, at the hour, and one in the last millisecond of the day. */
function eventsAround(first: string, hours: number): Date[] {
  const start = Date.parse(first);
  const each = Array.from({ length: 24 + hours + 24 }, (_, hour) => new Date(start + (hour - 24) * HOUR));
  return [...each, new Date(start + hours * HOUR - 1)];
}

describe('the days of a school in Berlin when the clocks change', () => {
  let world: BillingWorld;
  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  const inBerlin = async (subdomain: string): Promise<BilledTestSchool> => {
    const school = await payingSchool(world, subdomain);
    await world.system.admin.query("update tenants set time_zone = 'Europe/Berlin' where id = $1", [
      school.id,
    ]);
    return school;
  };
  const record = (school: BilledTestSchool, moments: Date[]) =>
    inSchool(world, school, () =>
      inTransaction(world.system.pool, (client) =>
        recordUsageBatch(
          client,
          moments.map((occurredAt, index) => ({
            ...{ meter: SMS, source: 'test', quantity: 1, occurredAt },
            eventId: `${occurredAt.toISOString()}:${index}`,
          })),
        ),
      ),
    );
  const usage = async (school: BilledTestSchool, month: string) => {
    const client = await world.system
      .at(school.host)
      .signIn(`admin@${school.subdomain}.example`, school.adminPassword);
    const answer = await client.get(`/api/usage?month=${month}`);
    expect(answer.status, answer.text).toBe(200);
    const summary = answer.json<UsageSummary>();
    const file = await client.get(`/api/usage/ledger?month=${month}`);
    const sms = summary.meters.find(({ meter }) => meter === SMS);
    const days = new Map(sms?.days.map(({ label, value }) => [label, value]));
    const sum = [...days.values()].reduce((total, value) => total + value, 0);
    return {
      days,
      sum,
      total: sms?.total,
      rows: file.text.trim().split('\n').slice(1),
      entries: sms?.entries,
    };
  };

  it('billing S29: should put each event of the day of 23 hours in exactly one day', LONG, async () => {
    const school = await inBerlin('berlin-spring');
    await endMonth(world, '2026-03-01T00:00:00Z', [school]);
    await world.moveTo('2026-03-31T12:00:00Z', [school]);
    // March 29 begins at 23:00 UTC and has 23 hours.
    const moments = eventsAround('2026-03-28T23:00:00Z', 23);
    expect(await record(school, moments)).toBe(72);
    await ship(world, '2026-03-31T12:00:00Z');
    const { days, sum, total, rows, entries } = await usage(school, '2026-03');
    expect(days.size).toBe(31);
    expect([days.get('2026-03-28'), days.get('2026-03-29'), days.get('2026-03-30')]).toEqual([24, 24, 24]);
    expect([sum, total, entries, rows.length]).toEqual([72, 72, 72, 72]);
    expect(rows.filter((row) => row.startsWith('2026-03-29'))).toHaveLength(24);
    expect(new Set(rows.map((row) => row.split(',').at(-1))).size).toBe(72);
    await endMonth(world, '2026-04-01T00:00:00Z', [school]);
    expect(
      await atStripe(world, school, { from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' }),
    ).toBe(72);
    const { both, metered } = await newestInvoice(world, school);
    expect([both, metered]).toEqual([['paid', 24_954, 'paid', 24_954], [[SMS, 54]]]);
  });

  it('billing S29: should put each event of the day of 25 hours in exactly one day', LONG, async () => {
    const school = await inBerlin('berlin-autumn');
    for (const month of ['03', '04', '05', '06', '07', '08', '09', '10'])
      await endMonth(world, `2026-${month}-01T00:00:00Z`, [school]);
    await world.moveTo('2026-10-31T12:00:00Z', [school]);
    // October 25 begins at 22:00 UTC and has 25 hours; the hour from two to three comes twice.
    const moments = eventsAround('2026-10-24T22:00:00Z', 25);
    // The last millisecond of October in Berlin, and the first of November there, which Stripe's month still counts.
    const edge = [new Date('2026-10-31T22:59:59.999Z'), new Date('2026-10-31T23:00:00Z')];
    expect(await record(school, moments)).toBe(74);
    await world.moveTo('2026-10-31T23:30:00Z', [school]);
    expect(await record(school, edge)).toBe(2);
    await ship(world, '2026-10-31T23:30:00Z');
    const october = await usage(school, '2026-10');
    expect([24, 25, 26].map((day) => october.days.get(`2026-10-${day}`))).toEqual([24, 26, 24]);
    expect([october.days.get('2026-10-31'), october.sum, october.total, october.rows.length]).toEqual([
      1, 75, 75, 75,
    ]);
    const november = await usage(school, '2026-11');
    expect([november.days.get('2026-11-01'), november.sum, november.total]).toEqual([1, 1, 1]);
    await endMonth(world, '2026-11-01T00:00:00Z', [school]);
    const { both, metered } = await newestInvoice(world, school);
    expect([both, metered]).toEqual([['paid', 24_957, 'paid', 24_957], [[SMS, 57]]]);
  });
});
