import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  setActiveStudents,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { plainDateIn } from '../kernel/index.ts';
import { asSystem } from '../tenancy/index.ts';
import { peaksOf, takeSnapshots } from './index.ts';

describe('what a school held at the end of its days', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await createTestSystem();
  });
  afterAll(() => system.close());

  const school = async (name: string, zone: string, since: string): Promise<TestSchool> => {
    const made = await system.addSchool(name);
    await system.admin.query('update tenants set time_zone = $2::enum_tenants_time_zone where id = $1', [
      made.tenant.id,
      zone,
    ]);
    await system.admin.query(
      'update subscriptions set starts_at = $2, current_period_start = $2 where tenant_id = $1',
      [made.tenant.id, since],
    );
    return made;
  };
  const setStudents = ({ tenant }: TestSchool, count: number, at: string) =>
    setActiveStudents(system.admin, tenant.id, count, new Date(at));
  const take = (now: string, tenantId?: string) =>
    takeSnapshots({ pool: system.pool, now: new Date(now), tenantId });
  const snapshots = async ({ tenant }: TestSchool) =>
    (
      await system.admin.query(
        `select to_char(day, 'YYYY-MM-DD') as day, ends_at, active_students as students, storage_bytes::float8 as bytes
           from day_snapshots where tenant_id = $1 order by day`,
        [tenant.id],
      )
    ).rows;

  it('billing S25: should know the count of every day of a month that nobody looked at', async () => {
    const busy = await school('busy', 'UTC', '2026-04-01T00:00:00Z');
    await setStudents(busy, 1_990, '2026-04-01T00:00:00Z');
    await setStudents(busy, 2_340, '2026-04-10T08:00:00Z');
    await setStudents(busy, 1_995, '2026-04-25T08:00:00Z');
    await take('2026-05-01T00:00:10Z', busy.tenant.id);
    const days = await snapshots(busy);
    expect(days.map(({ students }) => students)).toEqual([
      ...Array(9).fill(1_990),
      ...Array(15).fill(2_340),
      ...Array(6).fill(1_995),
    ]);
    const april = { start: new Date('2026-04-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };
    expect(await asSystem(() => peaksOf(system.pool, busy.tenant.id, april))).toEqual({
      students: 2_340,
      storageBytes: 0,
      days: 30,
    });
  });

  it('should count a day once, however many processes look, and never change it afterwards', async () => {
    const calm = await school('calm', 'Asia/Qatar', '2026-04-01T00:00:00Z');
    await setStudents(calm, 5, '2026-04-01T00:00:00Z');
    await Promise.all([1, 2, 3].map(() => take('2026-04-05T00:00:00Z', calm.tenant.id)));
    const before = await snapshots(calm);
    await setStudents(calm, 9, '2026-04-02T00:00:00Z');
    expect(await take('2026-04-05T20:00:00Z', calm.tenant.id)).toBe(0);
    await take('2026-04-05T21:00:00Z', calm.tenant.id);
    const after = await snapshots(calm);
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.map(({ day }) => day)).toEqual([
      '2026-04-01',
      '2026-04-02',
      '2026-04-03',
      '2026-04-04',
      '2026-04-05',
    ]);
    expect(after.map(({ students }) => students)).toEqual([5, 5, 5, 5, 9]);
  });

  it('billing S29: should end days by the school’s own clock, with 23 and 25 hours', async () => {
    const spring = await school('spring', 'Europe/Berlin', '2026-03-27T23:00:00Z');
    await take('2026-04-01T12:00:00Z', spring.tenant.id);
    const autumn = await school('autumn', 'Europe/Berlin', '2026-10-23T22:00:00Z');
    await take('2026-10-27T12:00:00Z', autumn.tenant.id);
    const hours = async (of: TestSchool) => {
      const days = await snapshots(of);
      return days
        .slice(1)
        .map(({ day, ends_at }, index) => [day, (ends_at - days[index].ends_at) / 3_600_000]);
    };
    expect(await hours(spring)).toEqual([
      ['2026-03-29', 23],
      ['2026-03-30', 24],
      ['2026-03-31', 24],
    ]);
    expect(await hours(autumn)).toEqual([
      ['2026-10-25', 25],
      ['2026-10-26', 24],
    ]);
  });

  it('billing S29: should put each event into one day, and all days together into the period', async () => {
    const berlin = await system.addSchool('berlin');
    const zone = 'Europe/Berlin';
    // Every half hour of the two days around both changes of the clock.
    const moments = ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z'].flatMap((from) =>
      Array.from({ length: 96 }, (_, index) => new Date(Date.parse(from) + index * 1_800_000)),
    );
    await system.admin.query(
      `insert into usage_events (tenant_id, meter, source, event_id, quantity, occurred_at)
       select $1, 'sms_parts', 'test', n, 1, at::timestamptz from unnest($2::text[]) with ordinality as e(at, n)`,
      [berlin.tenant.id, moments.map((at) => at.toISOString())],
    );
    const { rows } = await system.admin.query(
      `select to_char((occurred_at at time zone $2)::date, 'YYYY-MM-DD') as day, sum(quantity)::int as events
         from usage_events where tenant_id = $1 group by 1 order by 1`,
      [berlin.tenant.id, zone],
    );
    const buckets = new Map<string, number>();
    for (const at of moments) {
      const day = plainDateIn(zone, at);
      buckets.set(day, (buckets.get(day) ?? 0) + 1);
    }
    expect(rows).toEqual([...buckets].map(([day, events]) => ({ day, events })));
    expect([buckets.get('2026-03-29'), buckets.get('2026-10-25')]).toEqual([46, 50]);
    expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(moments.length);
  });

  it('should count the files that were there at the end of the day', async () => {
    const files = await school('files', 'UTC', '2026-04-01T00:00:00Z');
    const { rows } = await system.admin.query('select id from plugin_versions limit 1');
    const plugin = await system.admin.query('select id from plugins limit 1');
    const columns = await system.admin.query(
      `select column_name from information_schema.columns where table_name = 'plugin_installs' and is_nullable = 'NO' and column_default is null`,
    );
    const known: Record<string, unknown> = {
      tenant_id: files.tenant.id,
      version_id: rows[0].id,
      plugin_id: plugin.rows[0].id,
    };
    const names = ['tenant_id', ...columns.rows.map(({ column_name }) => column_name as string)];
    const install = await system.admin.query(
      `insert into plugin_installs (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      names.map((name) => known[name]),
    );
    for (const [bytes, at] of [
      [7_200_000_000, '2026-04-01T10:00:00Z'],
      [1, '2026-04-02T10:00:00Z'],
    ] as const)
      await system.admin.query(
        `insert into plugin_files (tenant_id, install_id, name, content_type, bytes, sha256, storage_key, state, created_at)
         values ($1, $2, 'a', 'text/plain', $3, '', '', 'stored', $4)`,
        [files.tenant.id, install.rows[0].id, bytes, at],
      );
    await take('2026-04-03T00:00:00Z', files.tenant.id);
    expect((await snapshots(files)).map(({ bytes }) => bytes)).toEqual([7_200_000_000, 7_200_000_001]);
  });

  it('should show a school its own days and let it write none', async () => {
    const [one, other] = [
      await school('one', 'UTC', '2026-04-01T00:00:00Z'),
      await system.addSchool('other'),
    ];
    await take('2026-04-03T00:00:00Z', one.tenant.id);
    const seen = (of: TestSchool) =>
      of.run(async () => (await system.pool.query('select tenant_id from day_snapshots')).rowCount);
    expect([await seen(one), await seen(other)]).toEqual([2, 0]);
    await expect(
      one.run(() =>
        system.pool.query(
          `insert into day_snapshots (day, ends_at, active_students, storage_bytes, taken_at) values ('2030-01-01', now(), 0, 0, now())`,
        ),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
