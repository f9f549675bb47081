import { Exact } from '../money.ts';
import type { Bilingual, Period } from './line.ts';

/**
 * A period as its first and last moment in UTC, to the minute. In Arabic each is isolated: after Arabic letters the parts of a
 * date would be shown in the opposite order.
 */
export function span({ start, end }: Period): Bilingual {
  return {
    en: `${minute(start)} to ${minute(end)} UTC`,
    ar: `من \u2066${minute(start)}\u2069 إلى \u2066${minute(end)} UTC\u2069`,
  };
}

/** A whole number with its thousands apart; digits are the same in both languages, as on the invoices. */
export function whole(value: number | string): string {
  return new Exact(value).toFixed().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function minute(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
