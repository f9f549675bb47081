import { Exact, roundCents } from '../../money.ts';
import type { PriceBookContent } from '../../price-book/content.ts';
import { baseFee, type SubscriptionTerms } from '../../terms.ts';
import type { MonthUse } from './types.ts';

const BYTES_OF_GB = 1_000_000_000;

/**
 * What one month costs: the base fee (a twelfth of a yearly one), add-ons by the month, what is above the included, and the
 * meters; exact cents, each line of usage rounded as on an invoice. Set-up fees and tax are left out. Throws price.unknown.
 */
export function rateMonth(book: PriceBookContent, terms: SubscriptionTerms, use: MonthUse): Exact {
  const base = new Exact(baseFee(book, terms)).div(terms.cycle === 'yearly' ? 12 : 1);
  return base
    .plus(addOnsOf(book, terms).reduce((sum, { cents, quantity }) => sum + cents * quantity, 0))
    .plus(terms.contract ? 0 : aboveIncluded(book, terms, use))
    .plus(metered(book, use));
}

/** What the plan charges for students and storage above the included ones, in cents of one month. */
export function aboveIncluded(
  book: PriceBookContent,
  terms: SubscriptionTerms,
  use: Pick<MonthUse, 'students' | 'storageBytes'>,
): number {
  const plan = book.plans.find(({ code }) => code === terms.plan);
  const { students, studentOverage, storageGb, storageOverage } = plan ?? {};
  const blocks =
    studentOverage && typeof students === 'number'
      ? Math.ceil(Math.max(0, use.students - students) / studentOverage.block) * studentOverage.cents
      : 0;
  if (!storageOverage || typeof storageGb !== 'number') return blocks;
  const added = addOnsOf(book, terms).reduce((sum, addOn) => sum + addOn.storageGb * addOn.quantity, 0);
  const above = Math.max(0, use.storageBytes - (storageGb + added) * BYTES_OF_GB);
  return blocks + Math.ceil(above / BYTES_OF_GB) * storageOverage.cents;
}

function metered(book: PriceBookContent, use: MonthUse): number {
  return book.meters.reduce(
    (sum, { code, rate }) => sum + roundCents(new Exact(rate).times(use.meters[code] ?? 0)),
    0,
  );
}

function addOnsOf(book: PriceBookContent, terms: SubscriptionTerms) {
  return terms.addOns.flatMap(({ code, quantity }) => {
    const addOn = book.addOns.find((entry) => entry.code === code && entry.kind === 'monthly');
    return addOn ? [{ ...addOn, quantity }] : [];
  });
}
