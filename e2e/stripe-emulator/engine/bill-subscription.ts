import type { Customer, Invoice, Line, Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import type { RequestContext } from '../core/route.ts';
import { createInvoice } from './create-invoice.ts';
import { withoutUsedOnce } from './discounts.ts';
import { endInvoice, finalizeAndCollect, finalizeInvoice } from './finalize-invoice.ts';
import { cardError, paymentMethodFor } from './payment-methods.ts';
import { saveInvoice } from './save-invoice.ts';
import { followInvoice, storeSubscription } from './save-subscription.ts';

export type PaymentBehavior =
  | 'allow_incomplete'
  | 'default_incomplete'
  | 'error_if_incomplete'
  | 'pending_if_incomplete';

/** Makes the draft of a subscription's invoice and notes it as its latest. Answers both as stored. */
export function draftForSubscription(
  context: RequestContext,
  subscription: Subscription,
  billing: {
    reason: string;
    lines: Line[];
    period: { start: number; end: number };
    prorationDate?: number;
  },
): { invoice: Invoice; subscription: Subscription } {
  const customer = context.store.find<Customer>('customer', subscription.customer) as Customer;
  const paused = subscription.pause_collection?.behavior;
  const invoice = createInvoice(context, {
    customer,
    subscription,
    billingReason: billing.reason,
    lines: billing.lines,
    period: billing.period,
    currency: subscription.currency,
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
    autoAdvance: paused === undefined && subscription.status !== 'unpaid',
    discounts: subscription.discounts,
    ...(billing.prorationDate === undefined ? {} : { prorationDate: billing.prorationDate }),
  });
  const hasAmount = invoice.subtotal > 0;
  const after: Subscription = {
    ...subscription,
    latest_invoice: invoice.id,
    discounts: hasAmount ? withoutUsedOnce(context, subscription.discounts) : subscription.discounts,
  };
  storeSubscription(context, after);
  if (paused === 'void' || paused === 'mark_uncollectible') endPausedInvoice(context, invoice, paused);
  return { invoice, subscription: after };
}

/** While collection is paused, an invoice is ended as soon as it is made, without an attempt to collect it. */
function endPausedInvoice(context: RequestContext, draft: Invoice, behavior: string): void {
  if (context.isPreview) return;
  const invoice = finalizeInvoice(context, draft);
  if (invoice.status === 'open') endInvoice(context, invoice, behavior === 'void' ? 'void' : 'uncollectible');
}

/**
 * Finalises an invoice of a subscription at once, as creating and changing one does, and collects it as the
 * payment behaviour asks. Throws 402 when the payment fails and must not, 400 when there is no card at all.
 */
export function collectNow(context: RequestContext, draft: Invoice, behavior: PaymentBehavior): Invoice {
  if (context.isPreview || draft.status !== 'draft') return draft;
  const isAutomatic = draft.collection_method === 'charge_automatically';
  if (behavior === 'pending_if_incomplete') {
    throw invalidRequest('The emulator does not know `pending_if_incomplete`.', 'payment_behavior');
  }
  if (isAutomatic && behavior === 'default_incomplete') {
    const invoice = finalizeInvoice(context, draft);
    if (invoice.status === 'open') followInvoice(context, invoice, false);
    return invoice;
  }
  if (isAutomatic && draft.amount_due > 0 && !paymentMethodFor(context, draft)) {
    if (draft.billing_reason === 'subscription_create' || behavior === 'error_if_incomplete') {
      throw invalidRequest(
        'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-methods-failure-handling.',
        undefined,
        'resource_missing',
      );
    }
  }
  if (!isAutomatic && draft.billing_reason === 'subscription_create') {
    // An invoice that is sent keeps its hour as a draft, unless there is nothing to pay.
    if (draft.amount_due > 0) return saveInvoice(context, draft, draft, []);
  }
  const { invoice, problem } = finalizeAndCollect(context, draft);
  if (problem && behavior === 'error_if_incomplete') throw cardError(problem);
  return invoice;
}
