import type { PriceBook } from '../price-book/content.ts';
import type { SubscriptionTerms } from '../terms.ts';
import { rateAdvance } from './advance.ts';
import type { InvoiceLine, Period } from './line.ts';
import { type MeterQuantity, rateMeters } from './metered.ts';
import { rateOverage, type Segment } from './overage.ts';
import { monthsAfter, periodOf } from './periods.ts';

export type Arrears = {
  /** The billing month that ended, or was cut off by a change that moved the anchor. */
  month: Period;
  /** Prices the meters: the version of the month's first day. */
  book: PriceBook;
  /** One for each stretch of unchanged terms in the month. */
  segments: readonly Segment[];
  meters: readonly MeterQuantity[];
  /** Usage is shown and nothing is charged (C14). */
  isTrial?: boolean | undefined;
};

export type Start = {
  book: PriceBook;
  terms: SubscriptionTerms;
  /** When the paid subscription begins; the anchor of its periods. */
  start: Date;
  /** Codes of what is paid once, such as `setup`. */
  once?: readonly string[] | undefined;
};

/**
 * The first paid invoice: base fee of the first cycle, discount, set-up, add-ons of the first month (S4, S6, S9, S19, S20).
 * Throws price.unknown.
 */
export function rateStart({ book, terms, start, once }: Start): InvoiceLine[] {
  const base = periodOf(start, terms.cycle, 0);
  return rateAdvance({ book, terms, base, month: { start, end: monthsAfter(start, 1) }, once });
}

/** What a finished month costs beyond what was paid ahead: overage of students and storage, then the meters. */
export function rateArrears({ month, book, segments, meters, isTrial }: Arrears): InvoiceLine[] {
  return [...(isTrial ? [] : rateOverage(segments, month)), ...rateMeters(book, meters, month, { isTrial })];
}

/**
 * The invoice at the end of a billing month: the renewal ahead, when a base fee or add-ons are due, then the arrears of the
 * month. In the inner months of a yearly plan only add-ons and arrears are left.
 */
export function ratePeriod(arrears: Arrears, ahead?: Parameters<typeof rateAdvance>[0]): InvoiceLine[] {
  return [...(ahead ? rateAdvance(ahead) : []), ...rateArrears(arrears)];
}
