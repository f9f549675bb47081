import { AppError } from '../../kernel/index.ts';
import { Exact, roundCents } from './money.ts';
import type { PriceBookContent } from './price-book/content.ts';

export type BillingCycle = 'monthly' | 'yearly';

/** What a school has agreed to pay for, apart from what it uses. */
export type SubscriptionTerms = {
  plan: string;
  cycle: BillingCycle;
  /** Percent off the base fee in the running period, '0' without; it changes at renewals (C18). */
  groupPercent: string;
  addOns: { code: string; quantity: number }[];
  /** A price agreed by hand instead of the plan's; whole cents of one cycle (C19). */
  contract?: { cents: number } | undefined;
};

type Priced = Pick<SubscriptionTerms, 'plan' | 'cycle' | 'contract'>;

function priceOf(book: PriceBookContent, { plan: code, cycle }: Priced): number | undefined {
  const plan = book.plans.find((entry) => entry.code === code);
  return (cycle === 'yearly' ? plan?.yearly : plan?.monthly) ?? undefined;
}

/**
 * Whether a book can price these terms: its plan may be gone, or have no price of the cycle, as one that is sold by contract
 * has none until the contract is written down.
 */
export function isPriced(book: PriceBookContent, terms: Priced): boolean {
  return terms.contract !== undefined || priceOf(book, terms) !== undefined;
}

/** The base fee of one cycle after the group's discount, in cents. Throws price.unknown when the book has no such price. */
export function baseFee(book: PriceBookContent, terms: SubscriptionTerms): number {
  if (terms.contract) return terms.contract.cents;
  const cents = priceOf(book, terms);
  if (cents === undefined) throw new AppError('price.unknown', { plan: terms.plan, cycle: terms.cycle });
  return cents - roundCents(new Exact(cents).times(terms.groupPercent).div(100));
}

/**
 * Monthly recurring revenue of these terms in cents: a yearly base is a twelfth, monthly add-ons that count are added;
 * usage, overage and what is paid once never count (C10, C11, S32).
 */
export function mrrOf(book: PriceBookContent, terms: SubscriptionTerms): number {
  const base = new Exact(baseFee(book, terms)).div(terms.cycle === 'yearly' ? 12 : 1);
  const addOns = terms.addOns.reduce((sum, { code, quantity }) => {
    const addOn = book.addOns.find((entry) => entry.code === code);
    return addOn?.inMrr && addOn.kind === 'monthly' ? sum.plus(new Exact(addOn.cents).times(quantity)) : sum;
  }, new Exact(0));
  return roundCents(base.plus(addOns));
}
