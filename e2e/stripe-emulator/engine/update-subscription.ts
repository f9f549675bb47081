import { periodAt } from '../billing/periods.ts';
import type { Customer, Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import type { RequestContext } from '../core/route.ts';
import { atCustomer } from '../core/timeline.ts';
import type { SubscriptionUpdate } from '../schemas/subscriptions.ts';
import { addOneTimeItems } from './add-invoice-items.ts';
import { collectNow, draftForSubscription } from './bill-subscription.ts';
import { changeMembers } from './change-members.ts';
import { pendingItems } from './create-invoice.ts';
import { advanceLine } from './line-items.ts';
import { type ItemChange, isRepriced, movesAnchor, planItems } from './plan-items.ts';
import { billUsageEarly, type Change, prorateChanges } from './prorate-changes.ts';
import { saveSubscription } from './save-subscription.ts';
import { cadenceOf, checkItems, isMetered, periodOf } from './subscription-items.ts';

/**
 * Changes a subscription in its customer's time. Other items or quantities are prorated as `proration_behavior`
 * says; another interval starts a new cycle now and is billed at once. Throws 400 for what makes no sense and 402
 * for a card that fails under `error_if_incomplete`; then nothing has changed.
 */
export function updateSubscription(
  given: RequestContext,
  before: Subscription,
  params: SubscriptionUpdate,
): Subscription {
  const context = atCustomer(given, before.customer);
  if (before.status === 'canceled' || before.status === 'incomplete_expired') refuseEnded(params);
  const customer = context.store.find<Customer>('customer', before.customer) as Customer;
  const items = planItems(context, before, params.items);
  const changed = changeMembers(context, before, params);
  const isTrialing = changed.status === 'trialing';
  const leavesTrial = before.status === 'trialing' && !isTrialing;
  const entersTrial = isTrialing && before.status !== 'trialing';
  const isReset =
    leavesTrial || params.billing_cycle_anchor === 'now' || (!isTrialing && items.some(movesAnchor));
  const moment = readMoment(context, before, params);
  const after = withItems(changed, items, isReset ? context.now : undefined, context.now);
  checkItems(after.items.data, after.billing_mode.type);
  const change: Change = {
    customer,
    before,
    after,
    items,
    moment: isReset || entersTrial ? context.now : moment,
    isReset: isReset || entersTrial,
  };
  const behavior = params.proration_behavior ?? 'create_prorations';
  if (before.status !== 'trialing') {
    if (behavior !== 'none') prorateChanges(context, change);
    billUsageEarly(context, change);
  } else if (leavesTrial) billUsageEarly(context, change);
  addOneTimeItems(context, customer, after, params.add_invoice_items);
  saveSubscription(context, before, after);
  for (const { before: gone, after: kept } of items) {
    if (gone && !kept) context.store.remove('subscription_item', gone.id);
  }
  const isBilledNow = isReset || entersTrial || (behavior === 'always_invoice' && items.some(isRepriced));
  if (isBilledNow) billChange(context, after, params, change);
  return context.store.find<Subscription>('subscription', before.id) as Subscription;
}

/** Makes the invoice of a change, with the prorations that are waiting, and collects it at once. */
function billChange(
  context: RequestContext,
  after: Subscription,
  params: SubscriptionUpdate,
  change: Change,
): void {
  const lines =
    change.isReset && after.status !== 'trialing'
      ? after.items.data
          .filter((item) => !isMetered(item.price))
          .map((item) => advanceLine(context, after, item, periodOf(item)))
      : [];
  const waiting = pendingItems(context, after.customer, after.id, after.currency);
  if (lines.length === 0 && waiting.length === 0) return;
  const { invoice } = draftForSubscription(context, after, {
    reason: 'subscription_update',
    lines,
    period: { start: context.now, end: context.now },
    prorationDate: change.moment,
  });
  collectNow(context, invoice, params.payment_behavior ?? 'allow_incomplete');
}

/** The subscription with its items after the change, each with its period. `anchor` starts a new cycle. */
function withItems(
  subscription: Subscription,
  changes: readonly ItemChange[],
  anchor: number | undefined,
  now: number,
): Subscription {
  const start = anchor ?? subscription.billing_cycle_anchor;
  const data = changes.flatMap(({ before, after }) => {
    if (!after) return [];
    if (subscription.status === 'trialing') {
      const end = subscription.trial_end ?? now;
      return [
        { ...after, current_period_start: before?.current_period_start ?? now, current_period_end: end },
      ];
    }
    if (before && anchor === undefined) return [after];
    const period = periodAt(start, cadenceOf(after), now);
    return [{ ...after, current_period_start: period.start, current_period_end: period.end }];
  });
  const changed = { ...subscription, billing_cycle_anchor: start, items: { ...subscription.items, data } };
  if (!changed.cancel_at_period_end) return changed;
  return { ...changed, cancel_at: Math.max(...data.map((item) => item.current_period_end)) };
}

function readMoment(context: RequestContext, subscription: Subscription, params: SubscriptionUpdate): number {
  const moment = params.proration_date ?? context.now;
  const isInside = subscription.items.data.every(
    (item) => moment >= item.current_period_start && moment <= item.current_period_end,
  );
  if (params.proration_date === undefined || isInside) return moment;
  throw invalidRequest(
    'Cannot specify a proration date outside of the current subscription period.',
    'proration_date',
  );
}

function refuseEnded(params: SubscriptionUpdate): void {
  const other = Object.keys(params).find(
    (key) => !['metadata', 'cancellation_details', 'expand'].includes(key),
  );
  if (other === undefined) return;
  throw invalidRequest(
    'A canceled subscription can only update its cancellation_details and metadata.',
    other,
    'invalid_canceled_subscription_fields',
  );
}
