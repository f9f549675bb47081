import { expect } from 'vitest';
import {
  type BillingCycle,
  type InvoiceLine,
  type PriceBook,
  rateArrears,
  rateStart,
  type SubscriptionTerms,
  sumOfLines,
} from '../../core/billing/index.ts';
import { FIRST_VERSION } from '../../core/billing/services/price-book/first-version.ts';

/** The price list of the specification, as the product has it. */
export const book: PriceBook = {
  version: 1,
  validFrom: new Date('2020-01-01T00:00:00Z'),
  content: FIRST_VERSION,
};
const start = new Date('2026-04-01T00:00:00Z');
export const month = { start, end: new Date('2026-05-01T00:00:00Z') };

/** Terms without add-ons. */
export const terms = (
  plan: string,
  cycle: BillingCycle = 'monthly',
  groupPercent = '0',
): SubscriptionTerms => ({
  plan,
  cycle,
  groupPercent,
  addOns: [],
});

type Used = { students?: number; bytes?: number; sms?: number; ai?: number; reports?: number };
/** What the product rates for a month in arrears. */
export function arrears(of: SubscriptionTerms, used: Used, isTrial = false): InvoiceLine[] {
  const quantities: [string, number][] = [
    ['sms_parts', used.sms ?? 0],
    ['ai_predictions', used.ai ?? 0],
    ['report_renders', used.reports ?? 0],
  ];
  return rateArrears({
    month,
    book,
    isTrial,
    segments: [{ book, terms: of, peakStudents: used.students ?? 0, peakStorageBytes: used.bytes ?? 0 }],
    meters: quantities.map(([meter, quantity]) => ({ meter, quantity, events: { count: quantity } })),
  });
}
/** What the product rates at the start. */
export const first = (of: SubscriptionTerms, once: string[] = []) =>
  rateStart({ book, terms: of, start, once });
/** Rating, the oracle and the table say the same. */
export function agree(ours: InvoiceLine[] | number, oracle: number, expected: number): void {
  expect({ rating: typeof ours === 'number' ? ours : sumOfLines(ours), oracle }).toEqual({
    rating: expected,
    oracle: expected,
  });
}
