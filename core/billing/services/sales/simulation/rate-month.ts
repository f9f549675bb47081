import { Exact, roundCents } from '../../money.ts';
import type { PriceBookContent } from '../../price-book/content.ts';
import { extraStorageGb, studentBlocks } from '../../rating/overage.ts';
import { baseFee, type SubscriptionTerms } from '../../terms.ts';
import type { MonthUse } from './types.ts';

/** A draft has neither number nor moment, and what is charged depends on none. */
const UNPUBLISHED = { version: 0, validFrom: new Date(0) };

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
function aboveIncluded(content: PriceBookContent, terms: SubscriptionTerms, use: MonthUse): number {
  const plan = content.plans.find(({ code }) => code === terms.plan);
  if (!plan) return 0;
  const known = addOnsOf(content, terms).map(({ code, quantity }) => ({ code, quantity }));
  const book = { ...UNPUBLISHED, content };
  return (
    studentBlocks(plan, use.students) * (plan.studentOverage?.cents ?? 0) +
    extraStorageGb(book, { ...terms, addOns: known }, use.storageBytes) * (plan.storageOverage?.cents ?? 0)
  );
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
