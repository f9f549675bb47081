import type { Language } from '../../core/kernel/index.ts';

/** Forms of a text by the plural rules of a language; {count} is the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

// Western digits in both languages, as school papers in Qatar have them.
const LOCALES: Record<Language, string> = { en: 'en-GB', ar: 'ar-QA-u-nu-latn-ca-gregory' };

/** Puts values into the {placeholders} of a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** A number with its separators. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** A share as a percentage with one decimal at most. */
export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );
}

/** The form of a text that a number takes. */
export function counted(forms: PluralForms, count: number, language: Language): string {
  const rule = new Intl.PluralRules(language).select(count);
  return fill(forms[rule] ?? forms.other, { count: formatNumber(count, language) });
}

/** A plain date (YYYY-MM-DD) in words. */
export function formatDate(
  date: string,
  language: Language,
  style: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
): string {
  return new Intl.DateTimeFormat(LOCALES[language], { ...style, timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** The day of an instant, where the school is. */
export function formatDay(at: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  }).format(new Date(at));
}
