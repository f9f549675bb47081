import { formatHijri, inArabicOrder } from '../../core/kernel/browser.ts';
import type { Language } from '../../core/kernel/index.ts';
import { currentDisplay } from './display.ts';

/** Forms of a text by the plural rules of a language; {count} is the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

// Arabic in the digits of the school; English always in its own.
function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : `ar-QA-u-nu-${currentDisplay().digits}-ca-gregory`;
}

/** Puts values into the {placeholders} of a text; in an Arabic one, codes such as 9-A keep their order. */
export function fill(text: string, values: Record<string, string | number>): string {
  const filled = text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
  return /\p{Script=Arabic}/u.test(text) ? inArabicOrder(filled) : filled;
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

/** A name for a place without markup, such as an option: what surrounds it does not turn it around (2026–2027). */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
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
  return style.year ? withHijri(text, date, language) : text;
}

/** The day of an instant, where the school is. */
export function formatDay(at: string, language: Language, timeZone: string): string {
  const text = new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  }).format(new Date(at));
  return withHijri(text, dayIn(timeZone, at), language);
}

function dayIn(timeZone: string, at: string): string {
  return new Intl.DateTimeFormat('sv-SE-u-ca-gregory-nu-latn', { dateStyle: 'short', timeZone }).format(
    new Date(at),
  );
}

function withHijri(text: string, date: string, language: Language): string {
  const { calendarDisplay, digits } = currentDisplay();
  const hijri = calendarDisplay === 'gregorian_hijri' ? formatHijri(date, language, { digits }) : undefined;
  // No dot between them: beside Arabic digits it reads as a zero.
  return hijri === undefined ? text : `${text} (${hijri})`;
}
