import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, describeShares } from './statistics.ts';

describe('the statistics of a class', () => {
  it('should describe a distribution', () => {
    expect(describeShares([0.5, 0.9, 0.7, 1.1])).toMatchObject({
      count: 4,
      median: 0.8,
      lowest: 0.5,
      highest: 1.1,
      histogram: [0, 0, 0, 0, 0, 1, 0, 1, 0, 2],
    });
    expect(describeShares([0.5, 0.9, 0.7]).median).toBe(0.7);
    expect(describeShares([0.1, 0.3]).mean).toBeCloseTo(0.2);
    expect(describeShares([1, 3]).standardDeviation).toBe(1);
    expect(describeShares([])).toEqual({ count: 0, histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
  });

  it('should put 30 % in the step from 30 %, whatever binary numbers make of it', () => {
    for (const share of [0.1, 0.2, 0.3, 0.6, 0.7])
      expect(describeShares([share]).histogram[Math.round(share * 10)]).toBe(1);
  });

  it('should count every result once', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 2, noNaN: true })), (values) => {
        const { count, histogram } = describeShares(values);
        expect(count).toBe(values.length);
        expect(histogram.reduce((total, value) => total + value, 0)).toBe(values.length);
      }),
    );
  });

  it('should tell an assessment that follows the rest from one that goes against it', () => {
    const shares = [0.2, 0.4, 0.6, 0.8, 1];
    const tells = (own: (share: number) => number, count = shares.length) =>
      analyse(
        ['own'],
        shares.slice(0, count).map(
          (share) =>
            new Map([
              ['own', own(share)],
              ['rest', share],
            ]),
        ),
      )[0]?.discrimination;
    expect(tells((share) => share / 2)).toBeCloseTo(1);
    expect(tells((share) => 1 - share)).toBeCloseTo(-1);
    expect(tells(() => 0.5)).toBeUndefined();
    expect(tells((share) => share, 4)).toBeUndefined();
  });

  it('should stay between -1 and 1', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(share, share, share), { minLength: 5, maxLength: 30 }), (rows) => {
        const pupils = rows.map(
          ([a, b, c]) =>
            new Map([
              ['a', a],
              ['b', b],
              ['c', c],
            ]),
        );
        for (const { discrimination = 0 } of analyse(['a', 'b', 'c'], pupils))
          expect(Math.abs(discrimination)).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });
});
