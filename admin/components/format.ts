import type { Language } from '../../core/kernel/index.ts';
import { currentDisplay } from './display.ts';

/** Forms of a text by the plural rules of a language; {count} is the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

// Arabic in the digits of the school; English always in its own.
function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : `ar-QA-u-nu-${currentDisplay().digits}-ca-gregory`;
}

/** Puts values into the {placeholders} of a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** A number with its separators. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(localeOf(language)).format(value);
}

/** A share as a percentage with one decimal at most. */
export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );
}

/** The form of a text that a number takes. */
export function counted(forms: PluralForms, count: number, language: Language): string {
  const rule = new Intl.PluralRules(language).select(count);
  return fill(forms[rule] ?? forms.other, { count: formatNumber(count, language) });
}

/** A plain date (YYYY-MM-DD) in words, with the Hijri date beside it where the school wants it and a year is shown. */
export function formatDate(
  date: string,
  language: Language,
  style: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
): string {
  const at = new Date(`${date}T00:00:00Z`);
  const text = new Intl.DateTimeFormat(localeOf(language), { ...style, timeZone: 'UTC' }).format(at);
  return style.year ? withHijri(text, at, language, 'UTC') : text;
}

/** The day of an instant, where the school is. */
export function formatDay(at: string, language: Language, timeZone: string): string {
  const text = new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  }).format(new Date(at));
  return withHijri(text, new Date(at), language, timeZone);
}

// Every runtime agrees with the table of Umm al-Qura on these years only; a birth date of 1979 could be a day off.
const HIJRI_YEARS = { from: 2000, to: 2028 };

function withHijri(text: string, at: Date, language: Language, timeZone: string): string {
  const year = at.getUTCFullYear();
  const { calendarDisplay, digits } = currentDisplay();
  if (calendarDisplay !== 'gregorian_hijri' || year < HIJRI_YEARS.from || year > HIJRI_YEARS.to) return text;
  const locale =
    language === 'en' ? 'en-GB-u-ca-islamic-umalqura' : `ar-QA-u-nu-${digits}-ca-islamic-umalqura`;
  const hijri = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  }).format(at);
  // No dot between them: beside Arabic digits it reads as a zero.
  return `${text} (${hijri})`;
}
