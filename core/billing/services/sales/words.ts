import type { Language } from '../../../kernel/index.ts';
import { Exact } from '../money.ts';

/** Words in both languages of the console. */
export type Bilingual = { en: string; ar: string };

const LOCALES: Record<Language, string> = { en: 'en-US', ar: 'ar-QA-u-nu-latn-ca-gregory' };
const ISOLATE = '\u2066';
const END_OF_ISOLATE = '\u2069';

/** What runs from left to right, such as an amount, kept in its order inside Arabic. */
export function isolated(text: string, language: Language): string {
  return language === 'ar' ? ISOLATE + text + END_OF_ISOLATE : text;
}

/** Whole US cents as `$1,234.50`; a minus stands before the sign. */
export function moneyText(cents: number, language: Language): string {
  const text = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(cents / 100);
  return isolated(text, language);
}

/** An exact rate in cents, such as '0.75', as dollars with the places it needs: `$0.0075`. */
export function rateText(rate: string, language: Language): string {
  const dollars = new Exact(rate).div(100);
  const places = Math.max(2, dollars.decimalPlaces());
  return isolated(`$${dollars.toFixed(places)}`, language);
}

/** A count with its separators. */
export function countText(count: number, language: Language): string {
  return isolated(new Intl.NumberFormat('en-US').format(count), language);
}

/** The day of an instant in UTC, in words: `1 January 2027`. Periods of the price book begin in UTC. */
export function dayText(at: Date, language: Language): string {
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : LOCALES.ar, style).format(at);
}
