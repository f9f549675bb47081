import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Amount, billOf, type Life } from './life.ts';
import type { OraclePlan } from './prices.ts';
import { ratedLife } from './rated-life.ts';

const TENANTS = 10_000;

const price = fc.integer({ min: 1, max: 500_000 });
const plan: fc.Arbitrary<OraclePlan> = fc.record(
  {
    monthly: price,
    yearly: price,
    students: fc.integer({ min: 1, max: 3_000 }),
    block: fc.integer({ min: 1, max: 250 }),
    blockCents: fc.integer({ min: 1, max: 5_000 }),
    gigabytes: fc.integer({ min: 0, max: 200 }),
    gigabyteCents: fc.integer({ min: 1, max: 1_000 }),
  },
  { requiredKeys: ['monthly', 'yearly', 'block', 'blockCents', 'gigabyteCents'] },
);
const rate = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 9_999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(4, '0')}`);
const percent = fc.constantFrom('0', '0', '5', '10', '15', '12.5', '33.3333', '100');

const life: fc.Arbitrary<Life> = fc
  .record({
    begin: fc.record({
      year: fc.integer({ min: 2023, max: 2029 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
      second: fc.integer({ min: 0, max: 86_399 }),
    }),
    plans: fc.tuple(plan, plan),
    cycle: fc.constantFrom('monthly' as const, 'yearly' as const),
    percents: fc.array(percent, { minLength: 1, maxLength: 4 }),
    addOn: fc.record({
      cents: fc.integer({ min: 0, max: 20_000 }),
      gigabytes: fc.integer({ min: 0, max: 100 }),
      quantity: fc.integer({ min: 0, max: 3 }),
    }),
    setup: fc.constantFrom(0, 50_000),
    rates: fc.array(rate, { minLength: 0, maxLength: 3 }),
    months: fc.array(
      fc.integer({ min: 1, max: 5 }).chain((days) =>
        fc.record({
          students: fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: days, maxLength: days }),
          bytes: fc.array(fc.integer({ min: 0, max: 300_000_000_000 }), { minLength: days, maxLength: days }),
          meters: fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 0, maxLength: 3 }),
        }),
      ),
      { minLength: 1, maxLength: 14 },
    ),
    change: fc.option(
      fc.record({
        kind: fc.constantFrom('plan' as const, 'cycle' as const),
        month: fc.nat({ max: 13 }),
        thousandths: fc.integer({ min: 0, max: 1000 }),
      }),
      { nil: undefined },
    ),
  })
  .map((drawn) => {
    const { begin, plans, rates } = drawn;
    // The second plan is the dearer one, so that the change to it is one that happens now.
    const [small, large] = plans;
    const dearer = { ...large, monthly: small.monthly + large.monthly, yearly: small.yearly + large.yearly };
    const lastDay = new Date(Date.UTC(begin.year, begin.month, 0)).getUTCDate();
    return {
      ...drawn,
      begin: { ...begin, day: Math.min(begin.day, lastDay) },
      plans: [small, dearer],
      months: drawn.months.map((month) => ({ ...month, meters: month.meters.slice(0, rates.length) })),
    };
  });

const sorted = (bill: Amount[]) => bill.map(({ at, what, cents }) => `${at} ${what} ${cents}`).sort();

describe('rating and the oracle', () => {
  test(`billing oracle: should agree on every line of ${TENANTS} random tenants`, {
    timeout: 120_000,
  }, () => {
    let lines = 0;
    fc.assert(
      fc.property(life, (drawn) => {
        const ours = sorted(ratedLife(drawn));
        lines += ours.length;
        expect(ours).toEqual(sorted(billOf(drawn)));
      }),
      { numRuns: TENANTS, seed: 20_261_123 },
    );
    // A comparison of nothing with nothing would agree as well.
    expect(lines).toBeGreaterThan(TENANTS * 10);
  });
});
