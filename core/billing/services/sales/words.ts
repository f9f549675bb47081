import type { Language } from '../../../kernel/index.ts';

/** Words in both languages of the console. */
export type Bilingual = { en: string; ar: string };

const LOCALES: Record<Language, string> = { en: 'en-US', ar: 'ar-QA-u-nu-latn-ca-gregory' };
const ISOLATE = '\u2066';
const END_OF_ISOLATE = '\u2069';

/** What runs from left to right, such as an amount, kept in its order inside Arabic. */
export function isolated(text: string, language: Language): string {
  return language === 'ar' ? ISOLATE + text + END_OF_ISOLATE : text;
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
