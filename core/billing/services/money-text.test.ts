import { expect, it } from 'vitest';
import { moneyText } from './money-text.ts';

it('should word cents in both languages, with fractions where they are meant', () => {
  expect(moneyText(123_456_789)).toEqual({ en: 'USD 1,234,567.89', ar: '1,234,567.89 دولار' });
  expect(moneyText('0.75')).toEqual({ en: 'USD 0.0075', ar: '0.0075 دولار' });
  expect(moneyText(-5).en).toBe('USD -0.05');
});
