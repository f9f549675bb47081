import { expect, it } from 'vitest';
import { moneyText } from './money-text.ts';

it('should word amounts in both languages, with thousands apart, sign and fractions of a cent', () => {
  const english = (cents: number | string) => moneyText(cents).en;
  expect(['0', '-50', '5', '123456789', '-100000', '0.75'].map(english)).toEqual([
    'USD 0.00',
    'USD -0.50',
    'USD 0.05',
    'USD 1,234,567.89',
    'USD -1,000.00',
    'USD 0.0075',
  ]);
  expect(moneyText(123_450).ar).toBe('1,234.50 دولار');
});
