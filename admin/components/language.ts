import type { Language } from '../../core/kernel/index.ts';

export type { Language };

/** The language of a page from what the panel is shown in. */
export function languageOf(value: string | undefined): Language {
  return value === 'ar' ? 'ar' : 'en';
}

const NUMBER = new Intl.NumberFormat('en');

/** A count with grouping, in the digits the whole panel uses. */
export function formatCount(value: number): string {
  return NUMBER.format(value);
}

/** A moment as `2026-11-22 14:05` in a time zone: the same on the server and in every browser. */
export function formatMoment(moment: string | Date, timeZone: string, withSeconds = false): string {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: withSeconds ? 'medium' : 'short',
  }).format(new Date(moment));
  // Date and clock stay on one line.
  return text.replace(' ', '\u00a0');
}
