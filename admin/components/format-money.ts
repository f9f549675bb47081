import { currentDisplay } from './display.ts';
import type { Language } from './language.ts';

export type MoneyStyle = {
  /** Rounded to dollars with 0. */
  places?: 0 | 2;
  /** A plus before what is above zero, so that more and less are told without a colour. */
  isSigned?: boolean;
};

/**
 * US cents as every page shows an amount, rounded to dollars where asked: `-$12.50`, and in Arabic `-USD 12.50` in the digits
 * of the place, isolated, so that sign, currency and number keep their order in any sentence. The fraction of a cent is shown
 * as far as it goes. What is written down in sentences and documents is worded by `moneyText` of core/billing instead.
 */
export function formatMoney(cents: number, language: Language, style: MoneyStyle = {}): string {
  const { places = 2, isSigned = false } = style;
  const digits = {
    minimumFractionDigits: places,
    maximumFractionDigits: places === 2 && !Number.isInteger(cents) ? 4 : places,
  };
  const size = Math.abs(cents) / 100;
  const sign = cents < 0 ? '-' : isSigned && cents > 0 ? '+' : '';
  if (language === 'en')
    return (
      sign + new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', ...digits }).format(size)
    );
  const number = new Intl.NumberFormat(`ar-QA-u-nu-${currentDisplay().digits}`, digits).format(size);
  return `\u2066${sign}USD ${number}\u2069`;
}
