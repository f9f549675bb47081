import { Exact } from './money.ts';

/**
 * US cents as they stand in sentences that are kept, mailed or printed, in both languages: two places and more only where a
 * fraction of a cent is meant, thousands apart, and the currency in words, so that nobody takes it for another dollar. Amounts
 * on pages follow the reader's digits and are formatted in the panel.
 */
export function moneyText(cents: number | string | Exact): { en: string; ar: string } {
  const amount = new Exact(cents).div(100);
  const [whole = '', rest] = amount.abs().toFixed(Math.max(2, amount.decimalPlaces())).split('.');
  const text = `${amount.lt(0) ? '-' : ''}${BigInt(whole).toLocaleString('en-US')}.${rest}`;
  return { en: `USD ${text}`, ar: `${text} دولار` };
}
