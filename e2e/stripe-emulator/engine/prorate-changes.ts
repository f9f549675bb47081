import { fraction } from '../billing/fraction.ts';
import { type Period, periodAt } from '../billing/periods.ts';
import { amountOf } from '../billing/pricing.ts';
import { negate, remainingPart } from '../billing/proration.ts';
import type { Customer, Subscription, SubscriptionItem } from '../billing/types.ts';
import type { RequestContext } from '../core/route.ts';
import { createProration } from './invoice-items.ts';
import { fullPrice, productName } from './line-items.ts';
import { type ItemChange, isRepriced } from './plan-items.ts';
import { cadenceOf, isMetered, periodOf } from './subscription-items.ts';
import { setUsageStart, usageIn, usageStart } from './usage.ts';

export type Change = {
  customer: Customer;
  before: Subscription;
  after: Subscription;
  items: readonly ItemChange[];
  /** The second from which the new terms hold. */
  moment: number;
  /** The cycle starts again at the moment: everything old ends, and the new is billed whole elsewhere. */
  isReset: boolean;
};

/**
 * Stores a pending item for the time that the old terms will not run and one for the time that the new ones will,
 * by the second, each rounded once. Trials are free, so nothing is prorated in one.
 */
export function prorateChanges(context: RequestContext, change: Change): void {
  for (const item of change.items) {
    if (!change.isReset && !isRepriced(item)) continue;
    if (item.before && !isMetered(item.before.price)) credit(context, change, item.before);
    if (item.after && !isMetered(item.after.price) && !change.isReset) charge(context, change, item.after);
  }
}

/** The whole period that an item is in: a first one shortened by the anchor is paid in part only. */
function wholePeriod(subscription: Subscription, item: SubscriptionItem, moment: number): Period {
  const whole = periodAt(subscription.billing_cycle_anchor, cadenceOf(item), moment);
  return whole.end === item.current_period_end ? whole : periodOf(item);
}

function credit(context: RequestContext, change: Change, item: SubscriptionItem): void {
  if (change.moment >= item.current_period_end) return;
  const price = fullPrice(context, item.price);
  const whole = wholePeriod(change.before, item, change.moment);
  const exact = remainingPart(amountOf(price, fraction(item.quantity ?? 1)), whole, change.moment);
  createProration(context, change.customer, {
    subscription: change.before,
    item,
    exact: negate(exact),
    description: `Unused time on ${item.quantity ?? 1} × ${productName(context, price)} after ${day(change.moment)}`,
    period: { start: change.moment, end: item.current_period_end },
    isProration: true,
  });
}

function charge(context: RequestContext, change: Change, item: SubscriptionItem): void {
  const price = fullPrice(context, item.price);
  const whole = periodAt(change.after.billing_cycle_anchor, cadenceOf(item), change.moment);
  if (change.moment >= whole.end) return;
  createProration(context, change.customer, {
    subscription: change.after,
    item,
    exact: remainingPart(amountOf(price, fraction(item.quantity ?? 1)), whole, change.moment),
    description: `Remaining time on ${item.quantity ?? 1} × ${productName(context, price)} after ${day(change.moment)}`,
    period: { start: change.moment, end: whole.end },
    isProration: true,
  });
}

/**
 * Stores a pending item for usage whose terms end before its period does: of removed and repriced metered items,
 * and of all of them when the cycle starts again. Usage that is cleared is never billed.
 */
export function billUsageEarly(context: RequestContext, change: Change): void {
  for (const each of change.items) {
    const { before } = each;
    const metered = each.after && isMetered(each.after.price) ? each.after : undefined;
    const isStarted = metered !== undefined && (change.isReset || isRepriced(each));
    const isEnded = before !== undefined && isMetered(before.price) && (isStarted || metered === undefined);
    if (isEnded && !each.isUsageCleared) billUsage(context, change, before);
    if (isStarted) setUsageStart(context, metered.id, change.moment);
  }
}

function billUsage(context: RequestContext, change: Change, item: SubscriptionItem): void {
  const start = Math.max(item.current_period_start, usageStart(context, item.id));
  if (change.before.status === 'trialing' || start >= change.moment) return;
  const price = fullPrice(context, item.price);
  const period = { start, end: change.moment };
  const usage = usageIn(context, price.recurring?.meter ?? '', change.customer.id, period);
  createProration(context, change.customer, {
    subscription: change.before,
    item,
    exact: amountOf(price, usage),
    description: `Usage of ${productName(context, price)} until ${day(change.moment)}`,
    period,
    isProration: false,
  });
}

function day(moment: number): string {
  const format = { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return new Date(moment * 1000).toLocaleDateString('en-GB', format);
}
