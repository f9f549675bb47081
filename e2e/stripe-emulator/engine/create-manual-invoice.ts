import type Stripe from 'stripe';
import type { Invoice, Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import type { InForm } from '../core/in-form.ts';
import { mergeMetadata } from '../core/metadata.ts';
import type { RequestContext } from '../core/route.ts';
import { atCustomer } from '../core/timeline.ts';
import { createInvoice } from './create-invoice.ts';
import { applyDiscounts } from './discounts.ts';
import { requireByParam, requireCustomerParam } from './find-object.ts';
import { requireOwnMethod } from './own-payment-method.ts';
import { readTaxRates } from './taxes.ts';

/**
 * A draft made by hand. It takes in what is pending only when asked to, and stays a draft unless `auto_advance`
 * says otherwise. With a subscription it takes in what is pending for that subscription.
 */
export function createManualInvoice(
  given: RequestContext,
  params: InForm<Stripe.InvoiceCreateParams>,
): Invoice {
  const subscription = params.subscription
    ? requireByParam<Subscription>(given, 'subscription', params.subscription, 'subscription')
    : undefined;
  const customer = requireCustomerParam(given, params.customer ?? subscription?.customer);
  const context = atCustomer(given, customer.id);
  const isSent = params.collection_method === 'send_invoice';
  if (isSent && params.days_until_due === undefined && params.due_date === undefined) {
    throw invalidRequest(
      'You must specify either `due_date` or `days_until_due` when `collection_method` is `send_invoice`.',
      'days_until_due',
    );
  }
  const currency = params.currency ?? subscription?.currency ?? customer.currency ?? 'usd';
  return createInvoice(context, {
    customer,
    subscription,
    billingReason: subscription ? 'subscription_update' : 'manual',
    lines: [],
    period: { start: context.now, end: context.now },
    currency: String(currency).toLowerCase(),
    collectionMethod: isSent ? 'send_invoice' : 'charge_automatically',
    daysUntilDue: params.days_until_due,
    dueDate: params.due_date,
    autoAdvance: params.auto_advance ?? false,
    discounts: applyDiscounts(context, params.discounts, { customer: customer.id }),
    defaultPaymentMethod: requireOwnMethod(context, params.default_payment_method, customer.id),
    defaultTaxRates:
      params.default_tax_rates === undefined ? undefined : readTaxRates(context, params.default_tax_rates),
    description: params.description,
    footer: params.footer,
    metadata: mergeMetadata({}, params.metadata as Record<string, string> | undefined),
    number: params.number,
    // As Stripe has it since 2022: pending items stay where they are unless they are asked for.
    isWithoutPending: params.pending_invoice_items_behavior !== 'include' && subscription === undefined,
  });
}
