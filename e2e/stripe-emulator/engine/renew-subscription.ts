import { periodAt } from '../billing/periods.ts';
import type { Customer, Invoice, Line, Subscription, SubscriptionItem } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import { draftForSubscription } from './bill-subscription.ts';
import { endSubscription } from './cancel-subscription.ts';
import { endInvoice } from './finalize-invoice.ts';
import { advanceLine, usageLine } from './line-items.ts';
import { saveSubscription, storeSubscription } from './save-subscription.ts';
import { cadenceOf, isMetered, periodOf } from './subscription-items.ts';

/** Does what is due on a subscription at the context's moment: its trial, its end, or its next period. */
export function advanceSubscription(context: RequestContext, id: string): void {
  const subscription = context.store.find<Subscription>('subscription', id);
  if (!subscription) return;
  const { status, pause_collection: pause } = subscription;
  if (status === 'incomplete') {
    expireSubscription(context, subscription);
    return;
  }
  if (pause?.resumes_at && pause.resumes_at <= context.now) {
    const resumed = saveSubscription(context, subscription, { ...subscription, pause_collection: null });
    emitEvent(context, 'customer.subscription.resumed', resumed);
    return;
  }
  if (status === 'trialing' && (subscription.trial_end ?? 0) <= context.now) {
    endTrial(context, subscription);
    return;
  }
  renewSubscription(context, subscription);
}

/** The first invoice was not paid in time: it is void and the subscription never began. */
function expireSubscription(context: RequestContext, subscription: Subscription): void {
  const invoice = context.store.find<Invoice>('invoice', subscription.latest_invoice ?? '');
  if (invoice?.status === 'open') {
    endInvoice(context, invoice, 'void');
    return;
  }
  const after: Subscription = { ...subscription, status: 'incomplete_expired', ended_at: context.now };
  saveSubscription(context, subscription, after);
}

function endTrial(context: RequestContext, subscription: Subscription): void {
  if (subscription.cancel_at !== null && subscription.cancel_at <= context.now) {
    endSubscription(context, subscription);
    return;
  }
  const customer = context.store.find<Customer>('customer', subscription.customer);
  const card = subscription.default_payment_method ?? customer?.invoice_settings.default_payment_method;
  const missing = subscription.trial_settings.end_behavior.missing_payment_method;
  if (!card && subscription.collection_method === 'charge_automatically' && missing !== 'create_invoice') {
    if (missing === 'cancel') {
      endSubscription(context, subscription);
      return;
    }
    const paused = saveSubscription(context, subscription, { ...subscription, status: 'paused' });
    emitEvent(context, 'customer.subscription.paused', paused);
    return;
  }
  // Usage of the trial is free: its period is left behind without a line.
  startPeriods(context, subscription, { ...subscription, status: 'active' }, []);
}

/** Bills the usage of the periods that end now and starts the next ones, or ends the subscription. */
export function renewSubscription(context: RequestContext, subscription: Subscription): void {
  const ended = subscription.items.data.filter((item) => item.current_period_end <= context.now);
  const isCanceled = subscription.cancel_at !== null && subscription.cancel_at <= context.now;
  const usage = (isCanceled ? subscription.items.data : ended).flatMap((item) => {
    if (!isMetered(item.price)) return [];
    const end = Math.min(item.current_period_end, context.now);
    const line = usageLine(context, subscription, item, { start: item.current_period_start, end });
    return line ? [line] : [];
  });
  if (isCanceled) {
    const last = endSubscription(context, subscription);
    if (usage.length === 0) return;
    const period = { start: invoiceStart(subscription, context.now), end: context.now };
    draftForSubscription(context, last, { reason: 'subscription_cycle', lines: usage, period });
    return;
  }
  if (ended.length > 0) startPeriods(context, subscription, subscription, usage);
}

/**
 * Starts the next period of every item whose period is over and makes the draft: usage of the old period, then the
 * licensed items of the new one.
 */
export function startPeriods(
  context: RequestContext,
  before: Subscription,
  next: Subscription,
  usage: readonly Line[],
): void {
  const started: SubscriptionItem[] = [];
  const data = next.items.data.map((item) => {
    if (item.current_period_end > context.now) return item;
    const period = periodAt(next.billing_cycle_anchor, cadenceOf(item), context.now);
    const moved = { ...item, current_period_start: period.start, current_period_end: period.end };
    started.push(moved);
    return moved;
  });
  const after: Subscription = { ...next, items: { ...next.items, data } };
  const licensed = started
    .filter((item) => !isMetered(item.price))
    .map((item) => advanceLine(context, after, item, periodOf(item)));
  storeSubscription(context, after);
  const { subscription } = draftForSubscription(context, after, {
    reason: 'subscription_cycle',
    lines: [...usage, ...licensed],
    period: { start: invoiceStart(before, context.now), end: context.now },
  });
  const current = context.store.find<Subscription>('subscription', subscription.id) ?? subscription;
  saveSubscription(context, before, current);
}

function invoiceStart(subscription: Subscription, now: number): number {
  const starts = subscription.items.data.flatMap((item) =>
    item.current_period_end <= now ? [item.current_period_start] : [],
  );
  return starts.length > 0 ? Math.max(...starts) : now;
}
