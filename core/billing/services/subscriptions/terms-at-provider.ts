import { AppError } from '../../../kernel/index.ts';
import type { PriceBookContent } from '../price-book/content.ts';
import type { ProviderItem, ProviderTerms } from '../stripe/payment-provider.ts';
import { isPriced, mrrOf } from '../terms.ts';
import { isPaying, type Subscription, termsOf } from './subscription.ts';

/** What the provider charges for a subscription: the plan, monthly add-ons, overage and every meter of the book. */
export function providerTerms(book: PriceBookContent, subscription: Subscription): ProviderTerms {
  const { plan: code, cycle, contract, tenantId } = subscription;
  const plan = book.plans.find((entry) => entry.code === code);
  const items: ProviderItem[] = [];
  const licensed = (key: string, cents: number, itsCycle: typeof cycle, quantity = 1) =>
    items.push({ key, unitCents: String(cents), charge: { kind: 'licensed', cycle: itsCycle, quantity } });
  const metered = (key: string, unitCents: string) =>
    items.push({ key, unitCents, charge: { kind: 'metered' } });
  const price = cycle === 'yearly' ? plan?.yearly : plan?.monthly;
  if (contract) licensed(`contract:${tenantId}:${cycle}`, contract.cents, cycle);
  else if (typeof price === 'number') licensed(`plan:${code}:${cycle}`, price, cycle);
  for (const { code: addOnCode, quantity } of subscription.addOns) {
    const addOn = book.addOns.find((entry) => entry.code === addOnCode);
    if (addOn?.kind === 'monthly') licensed(`add_on:${addOnCode}`, addOn.cents, 'monthly', quantity);
  }
  if (plan?.studentOverage) metered(`overage:students`, String(plan.studentOverage.cents));
  if (plan?.storageOverage) metered(`overage:storage`, String(plan.storageOverage.cents));
  for (const { code: meter, rate } of book.meters) metered(`meter:${meter}`, rate);
  const { tax } = book;
  return {
    items,
    discountPercent: contract ? '0' : subscription.groupPercent,
    ...(tax ? { tax: { percent: tax.percent, name: tax.name.en } } : {}),
  };
}

/** What a subscription counts in MRR in its state, in cents. */
export function countedMrr(book: PriceBookContent, subscription: Subscription): number {
  if (!isPaying(subscription) || !isPriced(book, subscription)) return 0;
  return mrrOf(book, termsOf(subscription));
}

/** Throws subscription.plan_unknown for a plan that schools cannot choose themselves. */
export function openPlan(book: PriceBookContent, code: string): PriceBookContent['plans'][number] {
  const plan = book.plans.find((entry) => entry.code === code);
  if (!plan?.isOpen) throw new AppError('subscription.plan_unknown', { plan: code });
  return plan;
}
