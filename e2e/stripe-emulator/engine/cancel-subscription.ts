import type { Customer, Invoice, Line, Subscription } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import type { JsonObject } from '../core/store.ts';
import { atCustomer } from '../core/timeline.ts';
import { collectNow, draftForSubscription } from './bill-subscription.ts';
import { pendingItems } from './create-invoice.ts';
import { billUsageEarly, type Change, prorateChanges } from './prorate-changes.ts';
import { saveInvoice } from './save-invoice.ts';
import { storeSubscription, subscriptionOf } from './save-subscription.ts';

export type Cancellation = { invoiceNow: boolean; prorate: boolean; details?: JsonObject };

/** Ends a subscription now. Usage is billed only with `invoiceNow`, unused time given back only with `prorate`. */
export function cancelSubscription(
  given: RequestContext,
  before: Subscription,
  options: Cancellation,
): Subscription {
  const context = atCustomer(given, before.customer);
  const customer = context.store.find<Customer>('customer', before.customer) as Customer;
  const change: Change = {
    customer,
    before,
    after: before,
    items: before.items.data.map((item) => ({ before: item, after: undefined, isUsageCleared: false })),
    moment: context.now,
    isReset: true,
  };
  if (before.status !== 'trialing') {
    if (options.prorate) prorateChanges(context, change);
    if (options.invoiceNow) billUsageEarly(context, change);
  }
  const ended = endSubscription(context, before, options.details);
  stopInvoices(context, ended);
  const waiting = pendingItems(context, customer.id, before.id, before.currency);
  if (options.invoiceNow && waiting.length > 0) {
    const period = { start: context.now, end: context.now };
    const billing = { reason: 'subscription_update', lines: [] as Line[], period };
    const { invoice } = draftForSubscription(context, ended, billing);
    collectNow(context, invoice, 'allow_incomplete');
  }
  return context.store.find<Subscription>('subscription', before.id) as Subscription;
}

/** Marks a subscription canceled, with its event. What it still owes is not touched. */
export function endSubscription(
  context: RequestContext,
  before: Subscription,
  details: JsonObject = {},
): Subscription {
  const reason = before.cancellation_details.reason ?? 'cancellation_requested';
  const ended: Subscription = {
    ...before,
    canceled_at: before.canceled_at ?? context.now,
    cancellation_details: { ...before.cancellation_details, reason, ...details },
    ended_at: context.now,
    pause_collection: null,
    status: before.status === 'incomplete' ? 'incomplete_expired' : 'canceled',
  };
  storeSubscription(context, ended);
  emitEvent(context, 'customer.subscription.deleted', ended);
  return ended;
}

/** Invoices that were still on their way are no longer finalised or collected by themselves. */
function stopInvoices(context: RequestContext, subscription: Subscription): void {
  for (const invoice of context.store.findByLookup<Invoice>('invoice', subscription.customer)) {
    const isOpen = invoice.status === 'draft' || invoice.status === 'open';
    if (!isOpen || !invoice.auto_advance || subscriptionOf(context, invoice)?.id !== subscription.id)
      continue;
    saveInvoice(context, invoice, { ...invoice, auto_advance: false }, ['invoice.updated']);
  }
}
