import { afterPercentages } from '../billing/discounting.ts';
import { type Fraction, roundHalfAway } from '../billing/fraction.ts';
import type { Period } from '../billing/periods.ts';
import type { Customer, InvoiceItem, Line, Subscription, SubscriptionItem } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { JsonObject } from '../core/store.ts';
import { termsOf } from './discounts.ts';
import { pricingOf } from './line-items.ts';

export type NewInvoiceItem = {
  customer: Customer;
  amount: number;
  currency: string;
  description: string | null;
  discountable: boolean;
  discounts?: string[];
  invoice?: string | null;
  metadata?: JsonObject;
  period: Period;
  pricing: Line['pricing'];
  proration?: boolean;
  quantity?: number;
  subscription?: string;
  subscriptionItem?: string;
};

/** Stores an invoice item and its event. Without an invoice it waits for the customer's next one. */
export function createInvoiceItem(context: RequestContext, params: NewInvoiceItem): InvoiceItem {
  const { customer, subscription, subscriptionItem } = params;
  const item: InvoiceItem = {
    id: newId('ii', 24),
    object: 'invoiceitem',
    amount: params.amount,
    created: context.now,
    currency: params.currency,
    customer: customer.id,
    customer_account: null,
    date: context.now,
    description: params.description,
    discountable: params.discountable,
    discounts: params.discounts ?? [],
    invoice: params.invoice ?? null,
    livemode: false,
    metadata: params.metadata ?? {},
    net_amount: params.amount,
    parent: subscription
      ? {
          subscription_details: {
            subscription,
            ...(subscriptionItem ? { subscription_item: subscriptionItem } : {}),
          },
          type: 'subscription_details',
        }
      : null,
    period: { end: params.period.end, start: params.period.start },
    pricing: params.pricing,
    proration: params.proration ?? false,
    quantity: params.quantity ?? 1,
    quantity_decimal: String(params.quantity ?? 1),
    tax_rates: [],
    test_clock: customer.test_clock,
  };
  context.store.insert('invoiceitem', item, customer.id);
  emitEvent(context, 'invoiceitem.created', item);
  return item;
}

export type Proration = {
  subscription: Subscription;
  item: SubscriptionItem;
  exact: Fraction;
  description: string;
  period: Period;
  isProration: boolean;
};

/**
 * Stores a proration, or usage billed early, as a pending item of the subscription. In the mode `included` the
 * percentages of the discounts are taken off before the one rounding; in `itemized` the amount is gross and the
 * invoice shows the discounts.
 */
export function createProration(
  context: RequestContext,
  customer: Customer,
  proration: Proration,
): InvoiceItem {
  const { subscription, item, exact } = proration;
  const ids = [...item.discounts, ...subscription.discounts];
  const isItemized = subscription.billing_mode.flexible?.proration_discounts === 'itemized';
  const terms = termsOf(context, ids, context.now).filter(
    (each) => each.products === undefined || each.products.includes(item.price.product),
  );
  return createInvoiceItem(context, {
    customer,
    amount: roundHalfAway(isItemized ? exact : afterPercentages(exact, terms)),
    currency: item.price.currency,
    description: proration.description,
    discountable: isItemized,
    discounts: isItemized ? terms.map((each) => each.id) : [],
    metadata: subscription.metadata,
    period: proration.period,
    pricing: pricingOf(item.price),
    proration: proration.isProration,
    quantity: item.quantity ?? 1,
    subscription: subscription.id,
    subscriptionItem: item.id,
  });
}
