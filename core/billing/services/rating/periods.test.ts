import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodAt, periodOf, secondsOf } from './periods.ts';

const moment = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2040-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const cycle = fc.constantFrom('monthly' as const, 'yearly' as const);

describe('billing periods', () => {
  test('billing S14: should follow each other without a gap, so that every moment lies in exactly one', () => {
    fc.assert(
      fc.property(moment, moment, cycle, (one, other, of) => {
        const [anchor, at] = one < other ? [one, other] : [other, one];
        const { index, start, end } = periodAt(anchor, of, at);
        expect(start <= at && at < end).toBe(true);
        expect(periodOf(anchor, of, index + 1).start).toEqual(end);
        expect(periodAt(anchor, of, end).index).toBe(index + 1);
      }),
    );
  });

  test('should count seconds, and refuse a moment outside', () => {
    const april = { start: new Date('2026-04-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };
    expect(secondsOf(april, new Date('2026-04-11T06:00:00Z'))).toEqual({ total: 2_592_000, left: 1_706_400 });
    expect(secondsOf(april, april.end).left).toBe(0);
    expect(() => secondsOf(april, new Date('2026-05-01T00:00:01Z'))).toThrow(RangeError);
    expect(() => periodAt(april.end, 'monthly', april.start)).toThrow(RangeError);
  });
});
