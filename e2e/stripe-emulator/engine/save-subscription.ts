import type { Invoice, Subscription } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import { previousAttributes, type RequestContext } from '../core/route.ts';
import { setDue } from './due-work.ts';

/** A first invoice that is not paid within this time ends the subscription, in seconds. */
const incompleteTime = 23 * 3600;
const trialNotice = 3 * 86_400;

/** When a subscription next needs work, or undefined when it never does by itself. */
function nextDue(subscription: Subscription): number | undefined {
  const { status } = subscription;
  if (status === 'incomplete') return subscription.created + incompleteTime;
  if (status === 'canceled' || status === 'incomplete_expired') return undefined;
  const moments = [subscription.pause_collection?.resumes_at, subscription.cancel_at];
  if (status === 'trialing') moments.push(subscription.trial_end);
  else if (status !== 'paused')
    moments.push(...subscription.items.data.map((item) => item.current_period_end));
  const known = moments.filter((moment) => typeof moment === 'number');
  return known.length > 0 ? Math.min(...known) : undefined;
}

/** Stores a subscription and keeps its due work right. No event. */
export function storeSubscription(context: RequestContext, subscription: Subscription): void {
  const { store } = context;
  if (store.find('subscription', subscription.id))
    store.save('subscription', subscription, subscription.customer);
  else store.insert('subscription', subscription, subscription.customer);
  for (const item of subscription.items.data) {
    if (store.find('subscription_item', item.id)) continue;
    const pointer = { id: item.id, object: 'subscription_item', subscription: subscription.id };
    store.insert('subscription_item', pointer, subscription.id);
  }
  setDue(context, 'subscription', subscription.id, nextDue(subscription));
  const notice = subscription.status === 'trialing' ? (subscription.trial_end ?? 0) - trialNotice : 0;
  setDue(context, 'trial_will_end', subscription.id, notice > context.now ? notice : undefined);
}

/** Stores a changed subscription and tells of it with customer.subscription.updated, if anything changed. */
export function saveSubscription(
  context: RequestContext,
  before: Subscription,
  after: Subscription,
): Subscription {
  storeSubscription(context, after);
  const previous = previousAttributes(before, after);
  if (Object.keys(previous).length > 0) emitEvent(context, 'customer.subscription.updated', after, previous);
  return after;
}

/** The subscription that an invoice bills, or undefined. */
export function subscriptionOf(context: RequestContext, invoice: Invoice): Subscription | undefined {
  const id = invoice.parent?.subscription_details.subscription;
  return id ? context.store.find<Subscription>('subscription', id) : undefined;
}

/**
 * Brings a subscription's status in line with one of its invoices: settled (paid, void or uncollectible) makes a
 * waiting one active again if the invoice is its latest; a failed payment makes an active one past due.
 */
export function followInvoice(context: RequestContext, invoice: Invoice, isSettled: boolean): void {
  const subscription = subscriptionOf(context, invoice);
  if (!subscription || subscription.latest_invoice !== invoice.id) return;
  const { status } = subscription;
  let next = status;
  if (!isSettled && (status === 'active' || status === 'trialing')) next = 'past_due';
  if (isSettled && (status === 'past_due' || status === 'unpaid')) next = 'active';
  if (isSettled && status === 'incomplete')
    next = invoice.status === 'paid' ? 'active' : 'incomplete_expired';
  if (next === status) return;
  const after: Subscription = { ...subscription, status: next };
  if (next === 'incomplete_expired') after.ended_at = context.now;
  saveSubscription(context, subscription, after);
}
