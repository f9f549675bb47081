import { fraction } from '../billing/fraction.ts';
import { isSameCadence } from '../billing/periods.ts';
import type { Customer, Phase, Price, Subscription, SubscriptionItem } from '../billing/types.ts';
import type { RequestContext } from '../core/route.ts';
import { applyDiscounts } from './discounts.ts';
import { createProration } from './invoice-items.ts';
import { usageLine } from './line-items.ts';
import { type ItemChange, isRepriced, planItems } from './plan-items.ts';
import { saveSubscription } from './save-subscription.ts';
import { cadenceOf, isMetered } from './subscription-items.ts';
import { updateSubscription } from './update-subscription.ts';
import { setUsageStart } from './usage.ts';

/**
 * Gives a subscription the items and discounts of a phase. At the end of a period the items are exchanged before
 * the renewal of the same instant, which then bills the new ones for the new period, with nothing prorated; at any
 * other moment it is an ordinary change.
 */
export function applyPhase(context: RequestContext, subscription: Subscription, phase: Phase): void {
  const params = toItemParams(context, subscription, phase);
  const discounts = phase.discounts.map(({ coupon, discount, promotion_code }) => ({
    coupon: coupon ?? undefined,
    discount: discount ?? undefined,
    promotion_code: promotion_code ?? undefined,
  }));
  const changes = planItems(context, subscription, params);
  const isBoundary = changes
    .filter(isRepriced)
    .every(({ before }) => before === undefined || before.current_period_end <= context.now);
  const isRenewing = subscription.items.data.some((item) => item.current_period_end <= context.now);
  if (!isBoundary || !isRenewing) {
    const behavior = phase.proration_behavior as 'always_invoice' | 'create_prorations' | 'none';
    updateSubscription(context, subscription, { items: params, discounts, proration_behavior: behavior });
    return;
  }
  const owner = { customer: subscription.customer, subscription: subscription.id };
  exchangeItems(context, subscription, changes, applyDiscounts(context, discounts, owner));
}

function exchangeItems(
  context: RequestContext,
  subscription: Subscription,
  changes: readonly ItemChange[],
  discounts: string[],
): void {
  for (const { before, after } of changes) {
    if (before && isMetered(before.price) && before.price.id !== after?.price.id) {
      billOldUsage(context, subscription, before);
      if (after) setUsageStart(context, after.id, context.now);
    }
    if (before && !after) context.store.remove('subscription_item', before.id);
  }
  // A new item gets an empty period that ends now, so that the renewal starts it with the others.
  const data = changes.flatMap(({ before, after }): SubscriptionItem[] =>
    after
      ? [before ? after : { ...after, current_period_start: context.now, current_period_end: context.now }]
      : [],
  );
  const movesAnchor = changes.some(
    ({ before, after }) =>
      before && after && !isMetered(after.price) && !isSameCadence(cadenceOf(before), cadenceOf(after)),
  );
  saveSubscription(context, subscription, {
    ...subscription,
    billing_cycle_anchor: movesAnchor ? context.now : subscription.billing_cycle_anchor,
    discounts,
    items: { ...subscription.items, data },
  });
}

function billOldUsage(context: RequestContext, subscription: Subscription, item: SubscriptionItem): void {
  const period = { start: item.current_period_start, end: context.now };
  const line = usageLine(context, subscription, item, period);
  const customer = context.store.find<Customer>('customer', subscription.customer);
  if (!line || !customer) return;
  createProration(context, customer, {
    subscription,
    item,
    exact: fraction(line.amount),
    description: line.description ?? '',
    period: line.period,
    isProration: false,
  });
}

/**
 * The change from a subscription's items to a phase's: equal prices meet first, then licensed items are repriced in
 * their order; what is left over is added or removed.
 */
type PhaseChange = { id?: string; price?: string; quantity?: number; deleted?: boolean };

function toItemParams(context: RequestContext, subscription: Subscription, phase: Phase): PhaseChange[] {
  const open = [...subscription.items.data];
  const wanted = phase.items.map((each) => {
    const index = open.findIndex((item) => item.price.id === each.price);
    return { each, item: index === -1 ? undefined : open.splice(index, 1)[0] };
  });
  const params = wanted.map(({ each, item }): PhaseChange => {
    const price = context.store.find<Price>('price', each.price);
    const isUsage = price !== undefined && isMetered(price);
    const index = item ? -1 : open.findIndex((other) => isMetered(other.price) === isUsage);
    const matched = item ?? (index === -1 ? undefined : open.splice(index, 1)[0]);
    const quantity = isUsage ? undefined : (each.quantity ?? 1);
    return { id: matched?.id, price: each.price, quantity };
  });
  return [...params, ...open.map((item) => ({ id: item.id, deleted: true }))];
}
