import { currentDisplay } from './display.ts';
import type { Language } from './language.ts';

/**
 * Whole US cents as an amount, with all its cents or rounded to dollars. The sign of the currency stands where the language
 * puts it; isolate the text with `bdi` inside a sentence.
 */
export function formatMoney(
  cents: number,
  language: Language,
  { places = 2 }: { places?: 0 | 2 } = {},
): string {
  const locale = language === 'en' ? 'en-US' : `ar-QA-u-nu-${currentDisplay().digits}`;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: language === 'en' ? 'symbol' : 'code',
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(cents / 100);
}
