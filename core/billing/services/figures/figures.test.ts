import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, monthOf, monthStart, monthsFrom } from '../months.ts';
import { cohortsOf } from './cohorts.ts';
import { monthlyMovements } from './monthly-movements.ts';
import { inOrderOfTime, type Movement, mrrBefore, sumOf } from './movement-history.ts';
import { type Assumptions, projectionOf } from './projection.ts';
import { retentionOf } from './retention.ts';
import { economicsOf } from './unit-economics.ts';

const NOTHING = { acquisitionCents: undefined, marginPercent: undefined };
const figures = (more: Partial<Parameters<typeof economicsOf>[0]>) =>
  economicsOf({
    mrrCents: 50_238,
    schools: 3,
    lostSchools: 0,
    openedSchools: 3,
    newSchools: 0,
    ...NOTHING,
    ...more,
  });

/** A history as `recordMovement` writes it: revenue of schools set again and again, at any moments. */
function historyOf(steps: { school: number; day: number; mrr: number }[]): Movement[] {
  const last = new Map<string, number>();
  return steps.flatMap(({ school, day, mrr }) => {
    const tenantId = `school-${school}`;
    const before = last.get(tenantId);
    const delta = mrr - (before ?? 0);
    if (delta === 0) return [];
    last.set(tenantId, mrr);
    const change = mrr > (before ?? 0) ? 'expansion' : 'contraction';
    const began = before === undefined ? 'new' : 'reactivation';
    const kind = !before ? began : mrr === 0 ? 'churn' : change;
    const at = new Date(Date.UTC(2026, 0, 1) + day * 86_400_000);
    return [{ tenantId, at, kind, deltaCents: delta, mrrCents: mrr, reason: 'test' } satisfies Movement];
  });
}

const steps = fc.array(
  fc.record({
    school: fc.integer({ min: 0, max: 6 }),
    day: fc.integer({ min: 0, max: 700 }),
    mrr: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200_000 })),
  }),
  { maxLength: 60 },
);

describe('figures', () => {
  test('billing S32: should compute MRR, ARR and ARPA', () => {
    expect(figures({})).toMatchObject({ mrrCents: 50_238, arrCents: 602_856, arpaCents: 16_746 });
    expect(9_900 + 22_410 + 215_136 / 12).toBe(50_238);
  });

  test('billing S33: should compute the lifetime value, and say nothing without churn', () => {
    const known = { marginPercent: '80', lostSchools: 1, openedSchools: 40 };
    expect(figures(known)).toMatchObject({ churnMonthly: '0.025', lifetimeValueCents: 535_872 });
    expect(figures({ ...known, lostSchools: 0 }).lifetimeValueCents).toBeUndefined();
    expect(figures({ ...known, marginPercent: undefined }).lifetimeValueCents).toBeUndefined();
    expect(figures({ mrrCents: 0, schools: 0 })).toMatchObject({ arpaCents: undefined, arrCents: 0 });
  });

  test('billing S34: should compute what a school costs, and how soon it pays for itself', () => {
    const known = {
      marginPercent: '80',
      lostSchools: 1,
      openedSchools: 40,
      acquisitionCents: 1_200_000,
      newSchools: 10,
    };
    expect(figures(known)).toMatchObject({
      acquisitionCostCents: 120_000,
      lifetimeValueToCost: '4.47',
      paybackMonths: '8.96',
    });
    expect(figures({ ...known, newSchools: 0 })).toMatchObject({
      acquisitionCostCents: undefined,
      lifetimeValueToCost: undefined,
      paybackMonths: undefined,
    });
  });

  test('billing S35: should compute net and gross retention of the schools that paid at the beginning', () => {
    const start = new Map([
      ['basic', 9_900],
      ['grouped', 22_410],
      ['yearly', 17_928],
    ]);
    const end = new Map([
      ['basic', 24_900],
      ['yearly', 17_928],
      ['came later', 99_999],
    ]);
    const retention = retentionOf(start, end);
    expect(retention).toMatchObject({ startCents: 50_238, keptCents: 42_828, schools: 3, lost: 1 });
    expect((Number(retention.net) * 100).toFixed(2)).toBe('85.25');
    expect((Number(retention.gross) * 100).toFixed(2)).toBe('55.39');
    expect(retentionOf(new Map(), end)).toMatchObject({
      net: undefined,
      gross: undefined,
      logoChurn: undefined,
    });
  });

  test('billing S35: should add up to the change of MRR to the cent, in every month of any history', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const written = historyOf(some);
        const ordered = inOrderOfTime(written);
        const months = monthsFrom('2026-01', '2028-01');
        const rows = monthlyMovements(ordered, months);
        for (const [index, row] of rows.entries()) {
          const moved = Object.values(row.cents).reduce((sum, cents) => sum + cents, 0);
          expect(row.openedCents + moved).toBe(row.closedCents);
          expect(row.openedCents).toBe(rows[index - 1]?.closedCents ?? 0);
        }
        const last = new Map(written.map(({ tenantId, mrrCents }) => [tenantId, mrrCents]));
        expect(rows.at(-1)?.closedCents).toBe(sumOf(last));
      }),
      { numRuns: 500 },
    );
  });

  test('should never see a school below zero, whatever came late', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 720 }), (some, day) => {
        const ordered = inOrderOfTime(historyOf(some));
        const mrr = mrrBefore(ordered, new Date(Date.UTC(2026, 0, 1) + day * 86_400_000));
        for (const cents of mrr.values()) expect(cents).toBeGreaterThan(0);
      }),
    );
  });

  test('should have cohorts whose cells add up to the revenue and the schools of each month', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const ordered = inOrderOfTime(historyOf(some));
        const cohorts = cohortsOf(ordered, '2028-01');
        for (const month of monthsFrom('2026-01', '2028-01')) {
          const cells = cohorts.flatMap((cohort) => cohort.cells.filter((cell) => cell.month === month));
          const mrr = mrrBefore(ordered, monthStart(addMonths(month, 1)));
          expect(cells.reduce((sum, { cents }) => sum + cents, 0)).toBe(sumOf(mrr));
          expect(cells.reduce((sum, { schools }) => sum + schools, 0)).toBe(mrr.size);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('should put a school into the month of its start in UTC, and count who is left', () => {
    const ordered = inOrderOfTime(
      historyOf([
        { school: 1, day: 0, mrr: 10_000 },
        { school: 2, day: 20, mrr: 20_000 },
        { school: 3, day: 31, mrr: 5_000 },
        { school: 2, day: 40, mrr: 0 },
        { school: 1, day: 41, mrr: 12_000 },
      ]),
    );
    expect(monthOf(new Date('2026-01-31T23:59:59.999Z'))).toBe('2026-01');
    expect(cohortsOf(ordered, '2026-03')).toEqual([
      {
        month: '2026-01',
        schools: 2,
        startCents: 30_000,
        cells: [
          { month: '2026-01', schools: 2, cents: 30_000 },
          { month: '2026-02', schools: 1, cents: 12_000 },
          { month: '2026-03', schools: 1, cents: 12_000 },
        ],
      },
      {
        month: '2026-02',
        schools: 1,
        startCents: 5_000,
        cells: [
          { month: '2026-02', schools: 1, cents: 5_000 },
          { month: '2026-03', schools: 1, cents: 5_000 },
        ],
      },
    ]);
  });

  test('should project three years exactly', () => {
    const assumed: Assumptions = {
      newSchools: '2',
      growthPercent: '0',
      churnPercent: '0',
      arpaCents: 10_000,
      acquisitionCostCents: 120_000,
      marginPercent: '80',
    };
    const start = { month: '2026-11', schools: 3, mrrCents: 50_238 };
    const months = projectionOf(start, assumed);
    expect(months).toHaveLength(36);
    expect(months[0]).toEqual({
      month: '2026-12',
      schools: '5.0',
      newSchools: '2.0',
      mrrCents: 70_238,
      grossProfitCents: 56_190,
      acquisitionCents: 240_000,
      balanceCents: -183_810,
    });
    expect(months.at(-1)).toMatchObject({ month: '2029-11', schools: '75.0', mrrCents: 770_238 });
    const shrinking = projectionOf(start, { ...assumed, newSchools: '0', churnPercent: '50' });
    expect(shrinking[1]).toMatchObject({ schools: '0.8', mrrCents: 12_560, acquisitionCents: 0 });
  });
});
