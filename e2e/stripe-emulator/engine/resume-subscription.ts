import { periodAt } from '../billing/periods.ts';
import type { Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import { atCustomer } from '../core/timeline.ts';
import { collectNow, draftForSubscription } from './bill-subscription.ts';
import { advanceLine } from './line-items.ts';
import { saveSubscription } from './save-subscription.ts';
import { cadenceOf, isMetered, periodOf } from './subscription-items.ts';
import { setUsageStart } from './usage.ts';

/**
 * Takes up a subscription that a trial without a card had paused: a new cycle begins now, or with `unchanged` the
 * old one goes on, and its first period is billed whole. Throws 400 unless it is paused.
 */
export function resumeSubscription(
  given: RequestContext,
  before: Subscription,
  anchorChoice: 'now' | 'unchanged',
): Subscription {
  const context = atCustomer(given, before.customer);
  if (before.status !== 'paused') {
    throw invalidRequest('You can only resume a subscription that is paused.', 'id');
  }
  const anchor = anchorChoice === 'now' ? context.now : before.billing_cycle_anchor;
  const data = before.items.data.map((item) => {
    const period = periodAt(anchor, cadenceOf(item), context.now);
    if (isMetered(item.price)) setUsageStart(context, item.id, context.now);
    return { ...item, current_period_start: period.start, current_period_end: period.end };
  });
  const after: Subscription = {
    ...before,
    billing_cycle_anchor: anchor,
    items: { ...before.items, data },
    status: 'active',
  };
  saveSubscription(context, before, after);
  emitEvent(context, 'customer.subscription.resumed', after);
  const lines = data
    .filter((item) => !isMetered(item.price))
    .map((item) => advanceLine(context, after, item, periodOf(item)));
  const period = { start: context.now, end: context.now };
  const { invoice } = draftForSubscription(context, after, { reason: 'subscription_update', lines, period });
  collectNow(context, invoice, 'allow_incomplete');
  return context.store.find<Subscription>('subscription', before.id) as Subscription;
}
