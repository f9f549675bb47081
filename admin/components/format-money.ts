import { currentDisplay } from './display.ts';
import type { Language } from './language.ts';

/**
 * Whole US cents as an amount, with all its cents or rounded to dollars: `-$12.50`, and in Arabic `-USD 12.50` in the digits
 * of the place, isolated, so that sign, currency and number keep their order in any sentence.
 */
export function formatMoney(
  cents: number,
  language: Language,
  { places = 2 }: { places?: 0 | 2 } = {},
): string {
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  if (language === 'en')
    return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', ...digits }).format(
      cents / 100,
    );
  const locale = `ar-QA-u-nu-${currentDisplay().digits}`;
  const number = new Intl.NumberFormat(locale, digits).format(Math.abs(cents) / 100);
  return `\u2066${cents < 0 ? '-' : ''}USD ${number}\u2069`;
}
