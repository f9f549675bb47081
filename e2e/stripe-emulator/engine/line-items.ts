import { type Fraction, fraction, roundHalfAway, toDecimalText } from '../billing/fraction.ts';
import type { Period } from '../billing/periods.ts';
import { amountOf } from '../billing/pricing.ts';
import type { InvoiceItem, Line, Price, Subscription, SubscriptionItem } from '../billing/types.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { JsonObject } from '../core/store.ts';
import { usageIn, usageStart } from './usage.ts';

/** The stored price with its tiers; the copy inside an item has none. */
export function fullPrice(context: RequestContext, price: Price): Price {
  return context.store.find<Price>('price', price.id) ?? price;
}

/** The name of the thing sold, for descriptions. */
export function productName(context: RequestContext, price: Price): string {
  return String(context.store.find('product', price.product)?.name ?? price.product);
}

export function pricingOf(price: Price): Line['pricing'] {
  return {
    price_details: { price: price.id, product: price.product },
    type: 'price_details',
    unit_amount_decimal: price.unit_amount_decimal,
  };
}

export type LineOptions = {
  amount: number;
  currency: string;
  description: string | null;
  period: Period;
  quantity: Fraction | undefined;
  pricing: Line['pricing'];
  parent: Line['parent'];
  discountable?: boolean;
  discounts?: string[];
  metadata?: JsonObject;
  subscription: string | null;
};

/** A line of an invoice, with every member Stripe gives one. */
export function makeLine(options: LineOptions): Line {
  const { quantity } = options;
  const isWhole = quantity !== undefined && quantity.top % quantity.bottom === 0n;
  return {
    id: newId('il', 24),
    object: 'line_item',
    amount: options.amount,
    currency: options.currency,
    description: options.description,
    discount_amounts: [],
    discountable: options.discountable ?? true,
    discounts: options.discounts ?? [],
    invoice: null,
    livemode: false,
    metadata: options.metadata ?? {},
    parent: options.parent,
    period: { end: options.period.end, start: options.period.start },
    pretax_credit_amounts: [],
    pricing: options.pricing,
    quantity: isWhole ? Number(quantity.top / quantity.bottom) : null,
    quantity_decimal: quantity === undefined ? null : toDecimalText(quantity),
    subscription: options.subscription,
    subtotal: options.amount,
    taxes: [],
  };
}

export function itemParent(
  subscription: string,
  item: string,
  proration: boolean,
  invoiceItem: string | null = null,
): Line['parent'] {
  return {
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: invoiceItem,
      proration,
      proration_details: { credited_items: null },
      subscription,
      subscription_item: item,
    },
    type: 'subscription_item_details',
  };
}

/** The line of a licensed item, in advance for a period. `part` cuts the amount for a period that is not whole. */
export function advanceLine(
  context: RequestContext,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
  part: Fraction = fraction(1),
): Line {
  const price = fullPrice(context, item.price);
  const exact = amountOf(price, fraction(item.quantity ?? 1));
  const isWhole = part.top === part.bottom;
  const cut: Fraction = { top: exact.top * part.top, bottom: exact.bottom * part.bottom };
  return makeLine({
    amount: roundHalfAway(cut),
    currency: price.currency,
    description: `${item.quantity ?? 1} × ${productName(context, price)}`,
    period,
    quantity: fraction(item.quantity ?? 1),
    pricing: pricingOf(price),
    parent: itemParent(subscription.id, item.id, !isWhole),
    discounts: item.discounts,
    metadata: subscription.metadata,
    subscription: subscription.id,
  });
}

/** The line of a metered item for the usage in a period, in arrears. Undefined when that period is empty. */
export function usageLine(
  context: RequestContext,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
): Line | undefined {
  const start = Math.max(period.start, usageStart(context, item.id));
  if (start >= period.end) return undefined;
  const price = fullPrice(context, item.price);
  const line = makeLine({
    amount: 0,
    currency: price.currency,
    description: productName(context, price),
    period: { start, end: period.end },
    quantity: fraction(0),
    pricing: pricingOf(price),
    parent: itemParent(subscription.id, item.id, false),
    discounts: item.discounts,
    metadata: subscription.metadata,
    subscription: subscription.id,
  });
  return countUsage(context, line, subscription.customer);
}

/** The line with its usage counted anew; lines that do not bill usage are left as they are. */
export function countUsage(context: RequestContext, line: Line, customer: string): Line {
  const details = line.parent.subscription_item_details;
  const price = context.store.find<Price>('price', line.pricing?.price_details?.price ?? '');
  const meter = price?.recurring?.meter;
  if (!details || details.proration || details.invoice_item || !price || !meter) return line;
  const usage = usageIn(context, meter, customer, line.period);
  const amount = roundHalfAway(amountOf(price, usage));
  const text = toDecimalText(usage);
  return {
    ...line,
    amount,
    subtotal: amount,
    description: `${text} × ${productName(context, price)}`,
    quantity: usage.top % usage.bottom === 0n ? Number(usage.top / usage.bottom) : null,
    quantity_decimal: text,
  };
}

/** The line that a pending invoice item becomes. */
export function lineOfInvoiceItem(item: InvoiceItem): Line {
  const details = item.parent?.subscription_details;
  const line = makeLine({
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    period: item.period,
    quantity: fraction(item.quantity),
    pricing: item.pricing,
    parent: details?.subscription_item
      ? itemParent(details.subscription, details.subscription_item, item.proration, item.id)
      : {
          invoice_item_details: {
            invoice_item: item.id,
            proration: item.proration,
            proration_details: { credited_items: null },
            subscription: details?.subscription ?? null,
          },
          subscription_item_details: null,
          type: 'invoice_item_details',
        },
    discountable: item.discountable,
    discounts: item.discounts,
    metadata: item.metadata,
    subscription: details?.subscription ?? null,
  });
  return line;
}
