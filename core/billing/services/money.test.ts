import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Exact, roundCents } from './money.ts';

describe('amounts of money', () => {
  test('should round ties away from zero, on both sides', () => {
    expect([0.5, 1.5, 2.5, -0.5, -2.5, -6517.5, 16392.5].map(roundCents)).toEqual([
      1, 2, 3, -1, -3, -6518, 16393,
    ]);
    expect(Object.is(roundCents(-0.2), 0)).toBe(true);
  });

  test('should agree with whole-number arithmetic for any share of a period', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.integer({ min: 1, max: 31_622_400 }),
        fc.nat(),
        (price, period, part) => {
          const left = part % (period + 1);
          const doubled = 2n * BigInt(price) * BigInt(left);
          const whole = (doubled + BigInt(period)) / (2n * BigInt(period));
          expect(roundCents(new Exact(price).times(left).div(period))).toBe(Number(whole));
        },
      ),
    );
  });

  test('should refuse what is no amount', () => {
    expect(() => roundCents('1e20')).toThrow(RangeError);
    expect(() => roundCents(Number.NaN)).toThrow(RangeError);
  });
});
