import { describe, expect, it } from 'vitest';
import { FIRST_VERSION } from '../price-book/first-version.ts';
import { type CountedMonth, cheaperPlan, costOfPeriod } from './best-price.ts';
import { periodOf } from './periods.ts';

const book = { version: 1, validFrom: new Date(0), content: FIRST_VERSION };
const anchor = new Date('2026-01-01T00:00:00Z');
const months = (students: number, count = 1, gigabytes = 0): CountedMonth[] =>
  Array.from({ length: count }, (_, index) => ({
    month: periodOf(anchor, 'monthly', index),
    students,
    storageBytes: gigabytes * 1_000_000_000,
  }));
const terms = (plan: string, cycle: 'monthly' | 'yearly' = 'monthly') => ({
  plan,
  cycle,
  groupPercent: '0',
  addOns: [],
});
const cheaper = (plan: string, counted: CountedMonth[], teachers = 0) =>
  cheaperPlan(book, terms(plan), { months: counted, teachers });

describe('the best price of a period', () => {
  it('billing best price: should say nothing when two plans cost the same: 28,900 with 2,340 students', () => {
    expect(costOfPeriod(book, terms('basic'), months(2_340))).toBe(28_900);
    expect(cheaper('basic', months(2_340))).toBeUndefined();
    expect(cheaper('basic', months(2_440))).toBeUndefined();
  });

  it('billing best price: should offer a smaller plan up to its ceiling and its teachers', () => {
    expect(cheaper('standard', months(700))).toEqual({ plan: 'basic', cents: 11_900 });
    expect(cheaper('standard', months(701))).toBeUndefined();
    expect(cheaper('standard', months(300), 40)).toEqual({ plan: 'basic', cents: 9_900 });
    expect(cheaper('standard', months(300), 41)).toBeUndefined();
  });

  it('billing best price: should offer a larger plan where storage costs more than it', () => {
    expect(cheaper('basic', months(400, 1, 40))).toBeUndefined();
    expect(cheaper('basic', months(400, 1, 41))).toEqual({ plan: 'standard', cents: 24_900 });
  });

  it('billing best price: should count the overage of every month of a year, and keep the discount of the group', () => {
    const yearly = { ...terms('standard', 'yearly'), groupPercent: '10' };
    const year = months(600, 12);
    expect(costOfPeriod(book, yearly, year)).toBe(215_136);
    expect(cheaperPlan(book, yearly, { months: year, teachers: 0 })).toEqual({
      plan: 'basic',
      cents: 85_536 + 12 * 1_000,
    });
  });

  it('should leave contracts alone', () => {
    const contract = { ...terms('standard'), contract: { cents: 120_000 } };
    expect(cheaperPlan(book, contract, { months: months(100), teachers: 0 })).toBeUndefined();
  });
});
