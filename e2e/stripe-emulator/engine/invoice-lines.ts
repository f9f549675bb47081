import { fraction, parseDecimal, roundHalfAway } from '../billing/fraction.ts';
import { amountOf } from '../billing/pricing.ts';
import type { Customer, Invoice, InvoiceItem, Line } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { mergeMetadata } from '../core/metadata.ts';
import type { RequestContext } from '../core/route.ts';
import { applyDiscounts, type DiscountParam } from './discounts.ts';
import { createInvoiceItem } from './invoice-items.ts';
import { withTotals } from './invoice-totals.ts';
import { lineOfInvoiceItem, pricingOf, productName } from './line-items.ts';
import { saveInvoice } from './save-invoice.ts';
import { type PriceParams, resolvePrice } from './subscription-items.ts';

export type ItemParams = {
  amount?: number;
  currency?: string;
  description?: string;
  discountable?: boolean;
  discounts?: DiscountParam[] | '';
  metadata?: Record<string, string> | '';
  period?: { start: number; end: number };
  price_data?: PriceParams['price_data'];
  pricing?: { price?: string };
  quantity?: number;
  unit_amount_decimal?: string;
};

/** What an item costs and by which price: an amount, a unit amount, or a price times a quantity. */
export function priceItem(
  context: RequestContext,
  params: ItemParams,
): {
  amount: number;
  pricing: Line['pricing'];
  description: string | undefined;
  currency: string | undefined;
} {
  const quantity = params.quantity ?? 1;
  if (params.price_data || params.pricing?.price) {
    const price = resolvePrice(
      context,
      { price: params.pricing?.price, price_data: params.price_data },
      'pricing[price]',
    );
    return {
      amount: roundHalfAway(amountOf(price, fraction(quantity))),
      pricing: pricingOf(price),
      description: productName(context, price),
      currency: price.currency,
    };
  }
  if (params.unit_amount_decimal !== undefined) {
    const unit = parseDecimal(params.unit_amount_decimal);
    return {
      amount: roundHalfAway({ top: unit.top * BigInt(quantity), bottom: unit.bottom }),
      pricing: { type: 'price_details', unit_amount_decimal: params.unit_amount_decimal },
      description: undefined,
      currency: undefined,
    };
  }
  if (params.amount === undefined) {
    throw invalidRequest('You must pass an amount, a price or a unit amount.', 'amount', 'parameter_missing');
  }
  return {
    amount: params.amount,
    pricing: { type: 'price_details', unit_amount_decimal: String(params.amount) },
    description: undefined,
    currency: undefined,
  };
}

/** Makes an invoice item from parameters; `invoice` puts it on that draft at once. */
export function addItem(
  context: RequestContext,
  customer: Customer,
  params: ItemParams,
  target: { invoice?: Invoice; subscription?: string },
): InvoiceItem {
  const priced = priceItem(context, params);
  const item = createInvoiceItem(context, {
    customer,
    amount: priced.amount,
    currency: (priced.currency ?? params.currency ?? target.invoice?.currency ?? 'usd').toLowerCase(),
    description: params.description ?? priced.description ?? null,
    discountable: params.discountable ?? priced.amount >= 0,
    discounts: applyDiscounts(context, params.discounts, { customer: customer.id }),
    invoice: target.invoice?.id,
    metadata: mergeMetadata({}, params.metadata),
    period: params.period ?? { start: context.now, end: context.now },
    pricing: priced.pricing,
    quantity: params.quantity,
    subscription: target.subscription,
  });
  if (target.invoice) putOnInvoice(context, target.invoice, item);
  return item;
}

function putOnInvoice(context: RequestContext, before: Invoice, item: InvoiceItem): void {
  if (before.status !== 'draft') {
    throw invalidRequest('This invoice is no longer editable', 'invoice', 'invoice_not_editable');
  }
  if (before.currency !== item.currency) {
    throw invalidRequest('The currency of the item and of the invoice must be the same.', 'currency');
  }
  replaceLines(context, before, [...before.lines.data, lineOfInvoiceItem(item)]);
}

/** Stores a draft with other lines and its sums worked out again. */
export function replaceLines(context: RequestContext, before: Invoice, data: Line[]): Invoice {
  const after = withTotals(context, { ...before, lines: { ...before.lines, data } });
  return saveInvoice(context, before, after, ['invoice.updated']);
}

/** The id of the invoice item that a line came from, or undefined. */
export function itemOfLine(line: Line): string | undefined {
  const { invoice_item_details: byItem, subscription_item_details: bySubscription } = line.parent;
  const id = byItem?.invoice_item ?? bySubscription?.invoice_item;
  return typeof id === 'string' ? id : undefined;
}

/** Items of a draft that goes wait for the next invoice again. */
export function releaseItems(context: RequestContext, invoice: Invoice): void {
  for (const line of invoice.lines.data) {
    const item = context.store.find<InvoiceItem>('invoiceitem', itemOfLine(line) ?? '');
    if (item) context.store.save('invoiceitem', { ...item, invoice: null }, item.customer);
  }
}
