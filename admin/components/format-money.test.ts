import { describe, expect, it } from 'vitest';
import { formatMoney } from './format-money.ts';

describe('amounts of money on pages', () => {
  it('should show all cents, or none', () => {
    expect(formatMoney(123_456_789, 'en')).toBe('$1,234,567.89');
    expect(formatMoney(-7, 'en')).toBe('-$0.07');
    expect(formatMoney(60_238, 'en', { places: 0 })).toBe('$602');
  });

  it('should keep sign, currency and number in their order inside Arabic', () => {
    expect(formatMoney(-48_900, 'ar')).toBe('\u2066-USD 489.00\u2069');
    expect(formatMoney(0, 'ar')).toBe('\u2066USD 0.00\u2069');
  });

  it('should show the fraction of a cent, and a sign where more and less are compared', () => {
    expect(formatMoney(0.75, 'en')).toBe('$0.0075');
    expect(formatMoney(15_000, 'en', { isSigned: true })).toBe('+$150.00');
    expect(formatMoney(-15_000, 'ar', { isSigned: true })).toBe('\u2066-USD 150.00\u2069');
    expect(formatMoney(0, 'en', { isSigned: true })).toBe('$0.00');
  });
});
