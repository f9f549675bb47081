import type Stripe from 'stripe';
import type { Invoice, InvoiceItem, Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { previousAttributes, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute } from '../core/standard-routes.ts';
import { atCustomer } from '../core/timeline.ts';
import { applyDiscounts } from '../engine/discounts.ts';
import { requireByParam, requireByPath, requireCustomerParam } from '../engine/find-object.ts';
import { addItem, type ItemParams, itemOfLine, priceItem, replaceLines } from '../engine/invoice-lines.ts';
import { lineOfInvoiceItem } from '../engine/line-items.ts';

const items: Resource = { path: '/v1/invoiceitems', kind: 'invoiceitem', label: 'invoiceitem' };

const create = sdkRoute<Stripe.InvoiceItemCreateParams>({
  method: 'POST',
  path: items.path,
  handle(given, params) {
    const invoice = params.invoice
      ? requireByParam<Invoice>(given, 'invoice', params.invoice, 'invoice')
      : undefined;
    const subscription = params.subscription
      ? requireByParam<Subscription>(given, 'subscription', params.subscription, 'subscription')
      : undefined;
    const customer = requireCustomerParam(
      given,
      params.customer ?? invoice?.customer ?? subscription?.customer,
    );
    const context = atCustomer(given, customer.id);
    const target = { invoice, subscription: subscription?.id };
    const { id } = addItem(context, customer, params as unknown as ItemParams, target);
    return context.store.find<InvoiceItem>(items.kind, id) as InvoiceItem;
  },
});

/** An item can be changed while it waits, and while its invoice is a draft. */
function requireEditable(context: RequestContext): { item: InvoiceItem; invoice: Invoice | undefined } {
  const item = requireByPath<InvoiceItem>(context, items.kind);
  const invoice = item.invoice ? context.store.find<Invoice>('invoice', item.invoice) : undefined;
  if (invoice === undefined || invoice.status === 'draft') return { item, invoice };
  throw invalidRequest(
    'This invoice item is attached to an invoice that is no longer editable.',
    'id',
    'invoice_not_editable',
  );
}

const update = sdkRoute<Stripe.InvoiceItemUpdateParams>({
  method: 'POST',
  path: `${items.path}/:id`,
  handle(given, params) {
    const { item, invoice } = requireEditable(given);
    const context = atCustomer(given, item.customer);
    const change = params as unknown as ItemParams;
    const isPriced = ['amount', 'pricing', 'price_data', 'unit_amount_decimal', 'quantity'].some(
      (key) => key in params,
    );
    const price = item.pricing?.price_details?.price;
    const base: ItemParams = price
      ? { pricing: { price }, quantity: item.quantity }
      : { unit_amount_decimal: item.pricing?.unit_amount_decimal ?? '0', quantity: item.quantity };
    const priced = isPriced
      ? priceItem(context, 'amount' in params ? change : { ...base, ...change })
      : undefined;
    const after: InvoiceItem = {
      ...item,
      amount: priced?.amount ?? item.amount,
      net_amount: priced?.amount ?? item.amount,
      description: params.description ?? item.description,
      discountable: params.discountable ?? item.discountable,
      discounts:
        params.discounts === undefined
          ? item.discounts
          : applyDiscounts(context, change.discounts, { customer: item.customer, invoice_item: item.id }),
      metadata: mergeMetadata(item.metadata, change.metadata),
      period: change.period ?? item.period,
      pricing: priced?.pricing ?? item.pricing,
      quantity: change.quantity ?? item.quantity,
      quantity_decimal: String(change.quantity ?? item.quantity),
    };
    context.store.save(items.kind, after, item.customer);
    emitEvent(context, 'invoiceitem.updated', after, previousAttributes(item, after));
    if (invoice) {
      const lines = invoice.lines.data.map((line) =>
        itemOfLine(line) === item.id ? { ...lineOfInvoiceItem(after), id: line.id } : line,
      );
      replaceLines(context, invoice, lines);
    }
    return after;
  },
});

const remove = sdkRoute<Record<never, never>>({
  method: 'DELETE',
  path: `${items.path}/:id`,
  handle(given) {
    const { item, invoice } = requireEditable(given);
    const context = atCustomer(given, item.customer);
    context.store.remove(items.kind, item.id);
    if (invoice) {
      const lines = invoice.lines.data.filter((line) => itemOfLine(line) !== item.id);
      replaceLines(context, invoice, lines);
    }
    emitEvent(context, 'invoiceitem.deleted', item);
    return { id: item.id, object: items.kind, deleted: true };
  },
});

export const invoiceItemRoutes: Route[] = [
  create,
  update,
  remove,
  retrieveRoute(items),
  listRoute<Stripe.InvoiceItemListParams>(
    items,
    (item, params) =>
      (params.customer === undefined || item.customer === params.customer) &&
      (params.invoice === undefined || item.invoice === params.invoice) &&
      (params.pending === undefined || (item.invoice === null) === params.pending),
  ),
];
