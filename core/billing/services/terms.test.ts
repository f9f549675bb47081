import { describe, expect, test } from 'vitest';
import { priceBookContent } from './price-book/content.ts';
import { FIRST_VERSION } from './price-book/first-version.ts';
import { baseFee, mrrOf, type SubscriptionTerms } from './terms.ts';

const terms = (more: Partial<SubscriptionTerms> = {}): SubscriptionTerms => ({
  plan: 'standard',
  cycle: 'monthly',
  groupPercent: '0',
  addOns: [],
  ...more,
});

describe('terms of a subscription', () => {
  test('should have a first price book that is valid by its own form', () => {
    expect(priceBookContent.parse(FIRST_VERSION)).toEqual(FIRST_VERSION);
  });

  test('billing S4, S6: should price a cycle with the group’s discount on the base alone', () => {
    expect(baseFee(FIRST_VERSION, terms({ plan: 'basic', cycle: 'yearly' }))).toBe(95_040);
    expect(baseFee(FIRST_VERSION, terms({ cycle: 'yearly' }))).toBe(239_040);
    expect(baseFee(FIRST_VERSION, terms({ cycle: 'yearly', groupPercent: '10' }))).toBe(215_136);
    expect(baseFee(FIRST_VERSION, terms({ groupPercent: '10' }))).toBe(22_410);
  });

  test('billing S20, S32: should count a yearly base by the month, support, and never the set-up', () => {
    const support = { code: 'premium_support', quantity: 1 };
    expect(mrrOf(FIRST_VERSION, terms({ cycle: 'yearly', groupPercent: '10' }))).toBe(17_928);
    expect(mrrOf(FIRST_VERSION, terms({ addOns: [support, { code: 'setup', quantity: 1 }] }))).toBe(34_800);
  });

  test('billing S24: should take the price of a contract, and refuse a plan that has none', () => {
    const enterprise = terms({ plan: 'enterprise' });
    expect(baseFee(FIRST_VERSION, { ...enterprise, contract: { cents: 120_000 } })).toBe(120_000);
    expect(() => baseFee(FIRST_VERSION, enterprise)).toThrow();
  });
});
