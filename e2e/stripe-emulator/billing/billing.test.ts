import { describe, expect, it } from 'vitest';
import { afterPercentages, discountLines } from './discounting.ts';
import {
  ceiling,
  floor,
  fraction,
  multiply,
  parseDecimal,
  roundHalfAway,
  toDecimalText,
} from './fraction.ts';
import { moveAnchor, periodAt } from './periods.ts';
import { remainingPart } from './proration.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
const month = { interval: 'month', interval_count: 1 };

describe('fractions', () => {
  it('should round half away from zero, once', () => {
    const halves = ['0.5', '-0.5', '1.5', '2.5', '-2.5', '0.4999999999999', '-0.4'];
    expect(halves.map((text) => roundHalfAway(parseDecimal(text)))).toEqual([1, -1, 2, 3, -3, 0, 0]);
  });

  it('should read and write decimals exactly', () => {
    expect(toDecimalText(parseDecimal('-12.340000000001'))).toBe('-12.340000000001');
    expect(toDecimalText(multiply(parseDecimal('0.75'), fraction(1331)))).toBe('998.25');
    expect([floor(parseDecimal('-0.5')), ceiling(parseDecimal('3.4'))]).toEqual([-1n, 4n]);
    expect(() => parseDecimal('1e5')).toThrow(RangeError);
  });
});

describe('periods', () => {
  it('should clamp to the last day of a month and come back to the anchor', () => {
    const anchor = at('2026-01-31T10:00:00Z');
    const days = [1, 2, 3, 13, -2].map((count) => iso(moveAnchor(anchor, month, count)));
    expect(days).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2027-02-28', '2025-11-30']);
    const leap = moveAnchor(at('2028-02-29T00:00:00Z'), { interval: 'year', interval_count: 1 }, 4);
    expect(iso(leap)).toBe('2032-02-29');
  });

  it('should find one period for every moment, half-open', () => {
    const anchor = at('2026-01-31T10:00:00Z');
    for (let moment = at('2024-01-01T00:00:00Z'); moment < at('2029-01-01T00:00:00Z'); moment += 86_399) {
      const { start, end } = periodAt(anchor, month, moment);
      expect(start <= moment && moment < end).toBe(true);
      expect(periodAt(anchor, month, end).start).toBe(end);
    }
    expect(periodAt(anchor, { interval: 'week', interval_count: 2 }, anchor - 1).end).toBe(anchor);
  });

  it('should cut an amount by the second', () => {
    const period = { start: at('2026-04-01T00:00:00Z'), end: at('2026-05-01T00:00:00Z') };
    const part = remainingPart(fraction(24_900), period, at('2026-04-11T06:00:00Z'));
    expect(toDecimalText(part)).toBe('16392.5');
  });
});

describe('discounts', () => {
  const line = (amount: number, product = 'a', discountable = true) => ({
    amount,
    discountable,
    product,
    discounts: ['half', 'fixed'],
  });
  const half = { id: 'half', percentOff: 50, amountOff: undefined, products: undefined };
  const fixed = { id: 'fixed', percentOff: undefined, amountOff: 100, products: ['a'] };

  it('should let a later discount work on what an earlier one left', () => {
    const taken = discountLines([line(1001), line(50, 'b'), line(70, 'a', false)], [half, fixed]);
    expect(taken.map((shares) => shares.map((share) => share.amount))).toEqual([[501, 100], [25], []]);
  });

  it('should split a fixed amount without losing or inventing a unit', () => {
    for (const amounts of [[1, 1, 1], [33, 33, 34, 999], [7, 90], [5]]) {
      const shares = discountLines(
        amounts.map((amount) => line(amount)),
        [fixed],
      ).flat();
      const total = amounts.reduce((sum, amount) => sum + amount, 0);
      expect(shares.reduce((sum, share) => sum + share.amount, 0)).toBe(Math.min(100, total));
    }
  });

  it('should take percentages with decimals exactly', () => {
    const odd = { ...half, percentOff: 33.33 };
    expect(toDecimalText(afterPercentages(fraction(10_000), [odd, half]))).toBe('3333.5');
  });
});
