import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centsOf, dollarsOf } from './dollars.ts';

describe('typed dollars', () => {
  it('should come back as they were for every amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), (cents) => {
        expect(centsOf(dollarsOf(cents))).toBe(cents);
      }),
    );
  });

  it.each(['', '-1', '1.234', '1e3', 'abc', '١٢', '99999999999'])('should refuse "%s"', (text) => {
    expect(centsOf(text)).toBeUndefined();
  });

  it('should read grouping and one decimal', () => {
    expect([centsOf('1,200.5'), centsOf(' 7 ')]).toEqual([120_050, 700]);
  });
});
