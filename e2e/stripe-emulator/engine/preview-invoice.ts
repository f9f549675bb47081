import type Stripe from 'stripe';
import type { Invoice, Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { newId } from '../core/ids.ts';
import type { InForm } from '../core/in-form.ts';
import type { RequestContext } from '../core/route.ts';
import { atCustomer } from '../core/timeline.ts';
import type { SubscriptionCreate, SubscriptionUpdate } from '../schemas/subscriptions.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { createManualInvoice } from './create-manual-invoice.ts';
import { createSubscription } from './create-subscription.ts';
import { applyDiscounts } from './discounts.ts';
import { refreshDraft } from './finalize-invoice.ts';
import { requireByParam, requireCustomerParam } from './find-object.ts';
import { addItem, type ItemParams } from './invoice-lines.ts';
import { withTotals } from './invoice-totals.ts';
import { advanceSubscription } from './renew-subscription.ts';
import { updateSubscription } from './update-subscription.ts';

type Params = InForm<Stripe.InvoiceCreatePreviewParams>;

/**
 * Works out an invoice without making it. The engine really does the change, inside a savepoint that is then taken
 * back: a preview can therefore not differ from what the same change would bill.
 * Throws 400 when there is nothing to show.
 */
export function previewInvoice(given: RequestContext, params: Params): Invoice {
  const { database } = given.store;
  database.exec('SAVEPOINT preview');
  try {
    const invoice = workOut({ ...given, isPreview: true }, params);
    const id = newId('upcoming_in', 24);
    return {
      ...invoice,
      id,
      billing_reason: invoice.billing_reason === 'subscription_cycle' ? 'upcoming' : invoice.billing_reason,
      auto_advance: true,
      automatically_finalizes_at: null,
      lines: {
        ...invoice.lines,
        data: invoice.lines.data.map((line) => ({ ...line, id: newId('il_tmp', 24), invoice: id })),
        url: `/v1/invoices/${id}/lines`,
      },
    };
  } finally {
    database.exec('ROLLBACK TO preview; RELEASE preview');
  }
}

function workOut(given: RequestContext, params: Params): Invoice {
  const details = params.subscription_details;
  const subscription = params.subscription
    ? requireByParam<Subscription>(given, 'subscription', params.subscription, 'subscription')
    : undefined;
  const customer = requireCustomerParam(given, params.customer ?? subscription?.customer);
  const context = atCustomer(given, customer.id);
  for (const item of (params.invoice_items ?? []) as unknown as Array<ItemParams & { price?: string }>) {
    addItem(context, customer, { ...item, pricing: item.price ? { price: item.price } : undefined }, {});
  }
  if (!subscription) {
    if (!details?.items) {
      return createManualInvoice(context, {
        customer: customer.id,
        pending_invoice_items_behavior: 'include',
      });
    }
    const request = { ...details, customer: customer.id, discounts: params.discounts };
    const created = createSubscription(context, request as unknown as SubscriptionCreate);
    return latest(context, created);
  }
  if (details?.cancel_now) {
    const prorate = details.proration_behavior !== 'none';
    return latest(
      context,
      cancelSubscription(context, subscription, { invoiceNow: true, prorate }),
      subscription,
    );
  }
  const { start_date: _, billing_mode: __, resume_at: ___, ...change } = details ?? {};
  const hasChange = Object.keys(change).length > 0;
  const after = hasChange
    ? updateSubscription(context, subscription, change as unknown as SubscriptionUpdate)
    : subscription;
  if (after.latest_invoice !== subscription.latest_invoice) return latest(context, after, subscription);
  const discounted = params.discounts
    ? { ...after, discounts: applyDiscounts(context, params.discounts, { customer: customer.id }) }
    : after;
  return nextInvoice(context, discounted);
}

/** The invoice of the next moment at which the subscription bills something. */
function nextInvoice(context: RequestContext, subscription: Subscription): Invoice {
  const ends = subscription.items.data.map((item) => item.current_period_end);
  const moment =
    subscription.status === 'trialing' ? (subscription.trial_end ?? context.now) : Math.min(...ends);
  const isOver = subscription.status === 'canceled' || subscription.status === 'incomplete_expired';
  if (isOver || subscription.status === 'paused') throw nothingToShow(subscription.customer);
  context.store.save('subscription', subscription, subscription.customer);
  const later = { ...context, now: moment };
  advanceSubscription(later, subscription.id);
  const after = context.store.find<Subscription>('subscription', subscription.id) ?? subscription;
  return latest(later, after, subscription);
}

function latest(context: RequestContext, after: Subscription, before?: Subscription): Invoice {
  const invoice = context.store.find<Invoice>('invoice', after.latest_invoice ?? '');
  if (!invoice || invoice.id === before?.latest_invoice) throw nothingToShow(after.customer);
  return withTotals(context, refreshDraft(context, invoice));
}

function nothingToShow(customer: string): Error {
  return invalidRequest(`No upcoming invoices for customer: ${customer}`, undefined, 'invoice_upcoming_none');
}
