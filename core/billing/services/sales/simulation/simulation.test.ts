import { describe, expect, it } from 'vitest';
import type { PriceBookContent } from '../../price-book/content.ts';
import { FIRST_VERSION } from '../../price-book/first-version.ts';
import type { SubscriptionTerms } from '../../terms.ts';
import { dominatedPlans } from './dominated-plans.ts';
import { rateMonth } from './rate-month.ts';
import { simulateSchool } from './simulate-school.ts';
import { summarise } from './summary.ts';
import type { MonthUse, SchoolEffect, SchoolHistory } from './types.ts';

const terms = (more: Partial<SubscriptionTerms> = {}): SubscriptionTerms => ({
  plan: 'standard',
  cycle: 'monthly',
  groupPercent: '0',
  addOns: [],
  ...more,
});
const use = (more: Partial<MonthUse> = {}): MonthUse => ({
  month: '2026-05',
  students: 100,
  storageBytes: 0,
  meters: {},
  ...more,
});
const cents = (book: PriceBookContent, of: SubscriptionTerms, month: MonthUse) =>
  rateMonth(book, of, month).toNumber();
const school = (more: Partial<SchoolHistory> = {}): SchoolHistory => ({
  tenantId: 'a',
  name: 'A',
  nameAr: null,
  terms: terms(),
  groupSize: 1,
  months: [use(), use({ month: '2026-06' })],
  ...more,
});
function draft(change: (book: PriceBookContent) => void): PriceBookContent {
  const book = structuredClone(FIRST_VERSION);
  change(book);
  return book;
}
const planOf = (book: PriceBookContent, code: string) => {
  const plan = book.plans.find((entry) => entry.code === code);
  if (!plan) throw new Error(`no plan ${code}`);
  return plan;
};

describe('one month in a simulation', () => {
  it.each([
    [500, 9_900],
    [501, 10_900],
    [600, 10_900],
    [601, 11_900],
    [2_340, 28_900],
  ])('billing S1, S2: should price Basic with %i students at %i cents', (students, expected) => {
    expect(cents(FIRST_VERSION, terms({ plan: 'basic' }), use({ students }))).toBe(expected);
  });

  it('billing S15c: should price students, storage and meters as an invoice does', () => {
    const meters = { sms_parts: 1_331, ai_predictions: 4_322, report_renders: 17 };
    const month = use({ students: 2_340, storageBytes: 58_000_000_000, meters });
    expect(cents(FIRST_VERSION, terms(), month)).toBe(34_847);
  });

  it('billing S6: should spread a yearly base over its months without losing a cent', () => {
    const effect = simulateSchool(FIRST_VERSION, FIRST_VERSION, {
      ...school({ terms: terms({ cycle: 'yearly', groupPercent: '10' }), groupSize: 3 }),
      months: Array.from({ length: 12 }, () => use({ students: 2_340 })),
    });
    expect(effect.before).toBe(263_136);
    expect(effect.after).toBe(263_136);
  });

  it('billing S24: should leave a contract alone, however many students', () => {
    const contract = terms({ plan: 'enterprise', contract: { cents: 120_000 } });
    expect(cents(FIRST_VERSION, contract, use({ students: 50_000, storageBytes: 1e13 }))).toBe(120_000);
  });

  it('should count the storage of an add-on as included', () => {
    const more = terms({ addOns: [{ code: 'extra_storage', quantity: 1 }] });
    expect(cents(FIRST_VERSION, more, use({ storageBytes: 150_000_000_001 }))).toBe(24_900 + 2_900 + 500);
  });
});

describe('a school under a draft', () => {
  it('should tell what it would have paid, and how its monthly revenue changes', () => {
    const dearer = draft((book) => Object.assign(planOf(book, 'standard'), { monthly: 26_900 }));
    expect(simulateSchool(FIRST_VERSION, dearer, school())).toMatchObject({
      before: 49_800,
      after: 53_800,
      mrrBefore: 24_900,
      mrrAfter: 26_900,
      problem: null,
      aboveCeiling: null,
    });
  });

  it('should keep a discount while the rule stays, and use a new rule by the size of the group', () => {
    const discounted = school({ terms: terms({ groupPercent: '10' }), groupSize: 2 });
    const same = simulateSchool(FIRST_VERSION, FIRST_VERSION, discounted);
    expect(same.after).toBe(same.before);
    const more = draft((book) => {
      if (book.groupDiscount) Object.assign(book.groupDiscount, { percent: '20', fromSchools: 2 });
    });
    expect(simulateSchool(FIRST_VERSION, more, discounted).mrrAfter).toBe(19_920);
    const none = draft((book) => Object.assign(book, { groupDiscount: null }));
    expect(simulateSchool(FIRST_VERSION, none, discounted).mrrAfter).toBe(24_900);
  });

  it('should name a school above a new ceiling, and one whose plan or price is gone', () => {
    const low = draft((book) => Object.assign(planOf(book, 'standard'), { studentCeiling: 1_500 }));
    const large = school({ months: [use({ students: 1_501 })] });
    expect(simulateSchool(FIRST_VERSION, low, large).aboveCeiling).toEqual({
      students: 1_501,
      ceiling: 1_500,
    });
    const gone = draft((book) => {
      book.plans = book.plans.filter(({ code }) => code !== 'standard');
    });
    expect(simulateSchool(FIRST_VERSION, gone, school())).toMatchObject({
      problem: 'plan_missing',
      after: 49_800,
    });
    const unpriced = draft((book) => Object.assign(planOf(book, 'standard'), { yearly: null }));
    expect(
      simulateSchool(FIRST_VERSION, unpriced, school({ terms: terms({ cycle: 'yearly' }) })).problem,
    ).toBe('price_missing');
    const noMeter = draft((book) => Object.assign(book, { meters: [] }));
    const texting = school({ months: [use({ meters: { sms_parts: 100 } })] });
    expect(simulateSchool(FIRST_VERSION, noMeter, texting)).toMatchObject({
      problem: 'meter_missing',
      before: 24_975,
      after: 24_900,
    });
  });
});

describe('the summary of a simulation', () => {
  const effect = (before: number, after: number): SchoolEffect => ({
    tenantId: `${before}-${after}`,
    name: 'x',
    nameAr: null,
    plan: 'basic',
    cycle: 'monthly',
    months: 12,
    before,
    after,
    mrrBefore: before,
    mrrAfter: after,
    aboveCeiling: null,
    problem: null,
  });

  it('should name a paying school without price and contract, and count nothing for it', () => {
    const byContract = school({ terms: terms({ plan: 'enterprise' }) });
    expect(simulateSchool(FIRST_VERSION, FIRST_VERSION, byContract)).toMatchObject({
      ...{ tenantId: 'a', problem: 'unpriced', before: 0, after: 0, mrrBefore: 0, mrrAfter: 0 },
    });
    const agreed = school({ terms: terms({ plan: 'enterprise', contract: { cents: 120_000 } }) });
    expect(simulateSchool(FIRST_VERSION, FIRST_VERSION, agreed)).toMatchObject({
      ...{ problem: null, before: 240_000, after: 240_000 },
    });
  });

  it('should count every school in exactly one step', () => {
    const effects = [-300, -200, -199, -100, -50, -49, -1, 0, 1, 50, 51, 100, 101, 200, 201, 900].map(
      (change) => effect(1_000, 1_000 + change),
    );
    const { steps, ...summary } = summarise([...effects, effect(0, 5), effect(0, 0)]);
    expect(steps.map(({ schools }) => schools)).toEqual([3, 1, 3, 2, 2, 2, 5]);
    expect(summary).toMatchObject({ schools: 18, paysMore: 9, paysLess: 7, same: 2 });
    expect(summary.after - summary.before).toBe(
      effects.reduce((sum, one) => sum + one.after - one.before, 5),
    );
  });
});

describe('plans that nobody does well to choose', () => {
  it('should find none in the first version', () => {
    expect(dominatedPlans(FIRST_VERSION)).toEqual([]);
  });

  it('should find a plan that is never cheaper than one that holds more', () => {
    const book = draft((one) => Object.assign(planOf(one, 'standard'), { monthly: 9_800 }));
    expect(dominatedPlans(book)).toEqual([{ plan: 'basic', cycle: 'monthly', by: ['standard'] }]);
  });

  it('should let a plan be that is cheapest for some count, or alone above a ceiling', () => {
    const atTop = draft((one) => Object.assign(planOf(one, 'standard'), { monthly: 11_800, students: 100 }));
    expect(dominatedPlans(atTop)).toEqual([]);
    const ceiling = draft((one) => {
      Object.assign(planOf(one, 'standard'), { monthly: 9_000, studentCeiling: 650 });
    });
    expect(dominatedPlans(ceiling)).toEqual([]);
  });

  it('should call neither of two equal plans the worse one', () => {
    const book = draft((one) => {
      one.plans.push({ ...structuredClone(planOf(one, 'basic')), code: 'twin' });
    });
    expect(dominatedPlans(book)).toEqual([]);
  });
});
