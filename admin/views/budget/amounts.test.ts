import { describe, expect, it } from 'vitest';
import { centsOf } from './amounts.ts';

describe('amounts of a budget', () => {
  it('should read what people write, in both digits', () => {
    expect(['10', '10.5', '10.50', '$7', '٢٥', '٢٥٫٧٥', '  3.09 '].map(centsOf)).toEqual([
      1000, 1050, 1050, 700, 2500, 2575, 309,
    ]);
    expect(centsOf('')).toBeNull();
    expect(['-1', '1.234', 'ten', '1,000', '1e3'].map(centsOf)).toEqual(Array(5).fill(undefined));
  });
});
