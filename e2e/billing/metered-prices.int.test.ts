import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setActiveStudents } from '../support/active-students.ts';
import {
  AI,
  atStripe,
  endMonth,
  newestInvoice,
  payingSchool,
  REPORTS,
  recordOnes,
  SMS,
  ship,
} from './metering-kit.ts';
import { type BilledTestSchool, type BillingWorld, createBillingWorld } from './world.ts';

const LONG = { timeout: 180_000 };
const FEBRUARY = { from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' };

describe('metered usage, from the work to the paid invoice', () => {
  let world: BillingWorld;
  beforeAll(async () => {
    world = await createBillingWorld();
  });
  afterAll(() => world.close());

  const use = async (school: BilledTestSchool, at: string, amounts: [string, number][]) => {
    for (const [meter, count] of amounts) await recordOnes(world, school, { meter, count, at });
  };

  it(
    'billing S9b: should never send usage of the trial as billable, and charge nothing for it',
    LONG,
    async () => {
      const school = await world.addSchool('nine-b', { from: '2026-01-18T00:00:00Z' });
      await world.workAt('2026-01-18T00:00:00Z');
      await world.giveCard(school);
      await world.moveTo('2026-01-20T10:00:00Z', [school]);
      await use(school, '2026-01-20T09:59:00Z', [[SMS, 1_000]]);
      await ship(world, '2026-01-20T10:00:00Z');
      await world.moveTo('2026-02-01T00:00:00Z', [school]);
      await world.moveTo('2026-02-01T02:00:00Z', [school]);
      await ship(world, '2026-02-01T02:00:00Z');
      const { rows } = await world.system.admin.query(
        'select way, state, sum(value)::int as value, max(attempts)::int as attempts from shipments where tenant_id = $1 group by 1, 2',
        [school.id],
      );
      expect(rows).toEqual([{ way: 'trial', state: 'confirmed', value: 1_000, attempts: 0 }]);
      expect(
        await atStripe(world, school, { from: '2026-01-18T00:00:00Z', until: '2026-02-02T00:00:00Z' }),
      ).toBe(0);
      expect((await newestInvoice(world, school)).both).toEqual(['paid', 24_900, 'paid', 24_900]);
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      const { both, metered } = await newestInvoice(world, school);
      expect([both, metered]).toEqual([['paid', 24_900, 'paid', 24_900], []]);
    },
  );

  it(
    'billing S15a: should charge 1,949 for 1,333 messages, 4,321 predictions and 17 reports',
    LONG,
    async () => {
      const school = await payingSchool(world, 'fifteen-a');
      await world.moveTo('2026-02-10T10:00:00Z', [school]);
      await use(school, '2026-02-10T09:30:00Z', [
        [SMS, 1_333],
        [AI, 4_321],
        [REPORTS, 17],
      ]);
      await ship(world, '2026-02-10T10:00:00Z');
      expect(await atStripe(world, school, FEBRUARY)).toBe(1_333);
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      const { both, metered, stripeCents } = await newestInvoice(world, school);
      expect(metered).toEqual([
        [SMS, 1_000],
        [AI, 864],
        [REPORTS, 85],
      ]);
      // 24,900 for the next month and 1,949.
      expect(both).toEqual(['paid', 26_849, 'paid', 26_849]);
      expect(stripeCents).toEqual(expect.arrayContaining([1_000, 864, 85]));
    },
  );

  it('billing S15b: should round each line by itself: 1,947 and not 1,948', LONG, async () => {
    const school = await payingSchool(world, 'fifteen-b');
    await world.moveTo('2026-02-10T10:00:00Z', [school]);
    await use(school, '2026-02-10T09:30:00Z', [
      [SMS, 1_331],
      [AI, 4_322],
      [REPORTS, 17],
    ]);
    // Nothing was sent when the month ends: the invoice waits for what its usage needs.
    await endMonth(world, '2026-03-01T00:00:00Z', [school]);
    const { both, metered, stripeCents } = await newestInvoice(world, school);
    expect(metered).toEqual([
      [SMS, 998],
      [AI, 864],
      [REPORTS, 85],
    ]);
    expect(both).toEqual(['paid', 26_847, 'paid', 26_847]);
    expect(stripeCents).toEqual(expect.arrayContaining([998, 864, 85]));
  });

  it(
    'billing S15c: should charge plan, students, storage and usage on one invoice of 34,847',
    LONG,
    async () => {
      const school = await payingSchool(world, 'fifteen-c');
      const { admin } = world.system;
      await world.moveTo('2026-02-10T10:00:00Z', [school]);
      await setActiveStudents(admin, school.id, 2_340, new Date('2026-02-10T10:00:00Z'));
      await admin.query(
        `insert into stored_files (tenant_id, kind, storage_key, bytes, created_at)
       values ($1, 'imports', 'package', 57200000000, '2026-02-10T10:00:00Z')`,
        [school.id],
      );
      await use(school, '2026-02-10T09:30:00Z', [
        [SMS, 1_331],
        [AI, 4_322],
        [REPORTS, 17],
      ]);
      await ship(world, '2026-02-10T10:00:00Z');
      await endMonth(world, '2026-03-01T00:00:00Z', [school]);
      const { both, lines, stripeCents } = await newestInvoice(world, school);
      expect(lines.map(({ kind, cents }) => [kind, cents])).toEqual([
        ['base', 24_900],
        ['student_overage', 4_000],
        ['storage_overage', 4_000],
        ['metered', 998],
        ['metered', 864],
        ['metered', 85],
      ]);
      expect(both).toEqual(['paid', 34_847, 'paid', 34_847]);
      expect([...stripeCents].sort((a, b) => b - a)).toEqual([24_900, 4_000, 4_000, 998, 864, 85]);
    },
  );
});
