import { z } from 'zod';
import type { PriceBookContent } from '../price-book/content.ts';
import type { SubscriptionTerms } from '../terms.ts';

const addOns = z.array(z.object({ code: z.string(), quantity: z.number() })).catch([]);
const contract = z.object({ cents: z.number() }).optional().catch(undefined);

/** The columns of a subscription that its prices are made from. */
export type TermsRow = {
  plan: string;
  cycle: 'monthly' | 'yearly';
  group_percent: string;
  add_ons: unknown;
  contract: unknown;
};

/** The terms of a subscription from its row. */
export function readTerms(row: TermsRow): SubscriptionTerms {
  return {
    plan: row.plan,
    cycle: row.cycle,
    groupPercent: row.group_percent,
    addOns: addOns.parse(row.add_ons ?? []),
    contract: contract.parse(row.contract ?? undefined),
  };
}

/** Whether a book can price these terms: its plan may have no price of the cycle, or be gone. */
export function hasPrice(book: PriceBookContent, terms: SubscriptionTerms): boolean {
  const plan = book.plans.find(({ code }) => code === terms.plan);
  const price = terms.cycle === 'yearly' ? plan?.yearly : plan?.monthly;
  return terms.contract !== undefined || typeof price === 'number';
}
