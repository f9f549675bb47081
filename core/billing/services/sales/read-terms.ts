import { z } from 'zod';
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
