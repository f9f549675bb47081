import type { Language } from '../../../core/kernel/index.ts';
import { currentDisplay } from '../../components/display.ts';

/** Minor units of the school's own currency as an amount: two decimals for riyals, three for dinars. */
export function formatSchoolMoney(minor: number, currency: string, language: Language): string {
  const locale = language === 'en' ? 'en-GB' : `ar-QA-u-nu-${currentDisplay().digits}`;
  const style = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return style.format(minor / 10 ** decimalsOf(currency));
}

/** How many decimals a currency has. */
export function decimalsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}
