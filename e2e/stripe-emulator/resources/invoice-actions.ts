import type Stripe from 'stripe';
import type { Customer, Invoice } from '../billing/types.ts';
import { ApiError, invalidRequest } from '../core/api-error.ts';
import { listEnvelope } from '../core/list.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import type { JsonObject } from '../core/store.ts';
import { collectInvoice, markPaid, noPaymentMethod } from '../engine/collect-invoice.ts';
import { endInvoice, finalizeInvoice } from '../engine/finalize-invoice.ts';
import { addItem, type ItemParams, itemOfLine, replaceLines } from '../engine/invoice-lines.ts';
import { cardError, failedPayment, resolvePaymentMethod } from '../engine/payment-methods.ts';
import { previewInvoice } from '../engine/preview-invoice.ts';
import { saveInvoice } from '../engine/save-invoice.ts';
import { requireInvoice } from './invoices.ts';

const path = '/v1/invoices';

function action<Params>(
  name: string,
  handle: (context: RequestContext, invoice: Invoice, params: Params) => JsonObject,
): Route {
  return sdkRoute<Params>({
    method: 'POST',
    path: `${path}/:id/${name}`,
    handle(given, params) {
      const { context, invoice } = requireInvoice(given);
      return handle(context, invoice, params as Params);
    },
  });
}

const finalize = action<Stripe.InvoiceFinalizeInvoiceParams>('finalize', (context, invoice, params) => {
  const autoAdvance = params.auto_advance ?? invoice.auto_advance;
  const final = finalizeInvoice(context, { ...invoice, auto_advance: autoAdvance });
  if (!autoAdvance || final.status !== 'open') return final;
  if (final.collection_method === 'send_invoice') return saveInvoice(context, final, final, ['invoice.sent']);
  return collectInvoice(context, final).invoice;
});

/** Pays now, finalising a draft first. A declined card answers 402 and the failed attempt stays on the invoice. */
const pay = action<Stripe.InvoicePayParams>('pay', (context, invoice, params) => {
  if (invoice.status === 'paid')
    throw invalidRequest('Invoice is already paid', undefined, 'invoice_already_paid');
  const open = invoice.status === 'draft' ? finalizeInvoice(context, invoice) : invoice;
  if (open.status === 'paid') return open;
  if (open.status === 'void') {
    throw invalidRequest('This invoice is void and can no longer be paid.', undefined, 'invoice_not_payable');
  }
  if (params.paid_out_of_band) return markPaid(context, open, true);
  const method = params.payment_method ? resolvePaymentMethod(context, params.payment_method) : undefined;
  const { invoice: after, problem, intent } = collectInvoice(context, open, method);
  if (!problem) return after;
  if (problem === noPaymentMethod) {
    throw new ApiError(problem.message, {
      status: 400,
      code: problem.code,
      keepsWork: true,
      shouldRetry: false,
    });
  }
  throw cardError(problem, intent ? failedPayment(intent) : {}, true);
});

const send = action<Stripe.InvoiceSendInvoiceParams>('send', (context, invoice) => {
  const final = invoice.status === 'draft' ? finalizeInvoice(context, invoice) : invoice;
  return saveInvoice(context, final, final, ['invoice.sent']);
});

const voidInvoice = action<Stripe.InvoiceVoidInvoiceParams>('void', (context, invoice) => {
  if (invoice.status === 'open' || invoice.status === 'uncollectible')
    return endInvoice(context, invoice, 'void');
  throw invalidRequest(
    `You can only pass in open or uncollectible invoices. This invoice isn't open: its status is ${invoice.status}.`,
    undefined,
    'invoice_not_editable',
  );
});

const markUncollectible = action<Stripe.InvoiceMarkUncollectibleParams>(
  'mark_uncollectible',
  (context, invoice) => {
    if (invoice.status === 'open') return endInvoice(context, invoice, 'uncollectible');
    throw invalidRequest('You can only pass in open invoices.', undefined, 'invoice_not_editable');
  },
);

const addLines = action<Stripe.InvoiceAddLinesParams>('add_lines', (context, invoice, params) => {
  const customer = context.store.find<Customer>('customer', invoice.customer) as Customer;
  for (const line of params.lines as unknown as Array<ItemParams & { invoice_item?: string }>) {
    const current = context.store.find<Invoice>('invoice', invoice.id) ?? invoice;
    addItem(context, customer, line, { invoice: current });
  }
  return context.store.find<Invoice>('invoice', invoice.id) ?? invoice;
});

const removeLines = action<Stripe.InvoiceRemoveLinesParams>('remove_lines', (context, invoice, params) => {
  if (invoice.status !== 'draft') {
    throw invalidRequest('This invoice is no longer editable', 'id', 'invoice_not_editable');
  }
  const gone = new Map(params.lines.map((line) => [line.id, line.behavior]));
  for (const line of invoice.lines.data) {
    const item = context.store.find('invoiceitem', itemOfLine(line) ?? '');
    if (!item || !gone.has(line.id)) continue;
    if (gone.get(line.id) === 'delete') context.store.remove('invoiceitem', item.id);
    else context.store.save('invoiceitem', { ...item, invoice: null }, invoice.customer);
  }
  return replaceLines(
    context,
    invoice,
    invoice.lines.data.filter((line) => !gone.has(line.id)),
  );
});

const lines = sdkRoute<Stripe.InvoiceListLineItemsParams>({
  method: 'GET',
  path: `${path}/:id/lines`,
  handle(given, params) {
    const { invoice } = requireInvoice(given);
    return listEnvelope(`${path}/${invoice.id}/lines`, invoice.lines.data, params, 'line item');
  },
});

const preview = sdkRoute<Stripe.InvoiceCreatePreviewParams>({
  method: 'POST',
  path: `${path}/create_preview`,
  handle: previewInvoice,
});

export const invoiceActionRoutes: Route[] = [
  finalize,
  pay,
  send,
  voidInvoice,
  markUncollectible,
  addLines,
  removeLines,
  lines,
  preview,
];
