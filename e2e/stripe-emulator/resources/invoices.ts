import type Stripe from 'stripe';
import type { Invoice } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { listEnvelope, matchesCreated } from '../core/list.ts';
import { mergeMetadata, mergeText } from '../core/metadata.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { atCustomer } from '../core/timeline.ts';
import { draftTime } from '../engine/create-invoice.ts';
import { createManualInvoice } from '../engine/create-manual-invoice.ts';
import { applyDiscounts } from '../engine/discounts.ts';
import { setDue } from '../engine/due-work.ts';
import { refreshDraft } from '../engine/finalize-invoice.ts';
import { requireByPath } from '../engine/find-object.ts';
import { releaseItems } from '../engine/invoice-lines.ts';
import { withTotals } from '../engine/invoice-totals.ts';
import { requireOwnMethod } from '../engine/own-payment-method.ts';
import { saveInvoice } from '../engine/save-invoice.ts';
import { readTaxRates } from '../engine/taxes.ts';

const path = '/v1/invoices';

/** The invoice named in the path and a context in its customer's time. Drafts show the usage known by now. */
export function requireInvoice(given: RequestContext): { context: RequestContext; invoice: Invoice } {
  const found = requireByPath<Invoice>(given, 'invoice');
  const context = atCustomer(given, found.customer);
  return { context, invoice: refreshDraft(context, found) };
}

const create = sdkRoute<Stripe.InvoiceCreateParams>({ method: 'POST', path, handle: createManualInvoice });

const update = sdkRoute<Stripe.InvoiceUpdateParams>({
  method: 'POST',
  path: `${path}/:id`,
  handle(given, params) {
    const { context, invoice } = requireInvoice(given);
    const metadata = mergeMetadata(
      invoice.metadata,
      params.metadata as Record<string, string> | '' | undefined,
    );
    const isDraft = invoice.status === 'draft';
    const names = Object.keys(params).filter((key) => key !== 'expand');
    const alwaysOpen = [
      'metadata',
      'auto_advance',
      'default_payment_method',
      'due_date',
      'description',
      'footer',
    ];
    const refused = isDraft ? undefined : names.find((key) => !alwaysOpen.includes(key));
    if (refused !== undefined) {
      throw invalidRequest(
        "Finalized invoices can't be updated in this way",
        refused,
        'invoice_not_editable',
      );
    }
    const autoAdvance = params.auto_advance ?? invoice.auto_advance;
    const changed: Invoice = {
      ...invoice,
      auto_advance: autoAdvance,
      automatically_finalizes_at:
        isDraft && autoAdvance
          ? (params.automatically_finalizes_at ??
            invoice.automatically_finalizes_at ??
            Math.max(context.now, invoice.created + draftTime))
          : null,
      collection_method:
        (params.collection_method as Invoice['collection_method']) ?? invoice.collection_method,
      default_payment_method:
        params.default_payment_method === undefined
          ? invoice.default_payment_method
          : requireOwnMethod(context, params.default_payment_method, invoice.customer),
      default_tax_rates: readTaxRates(context, params.default_tax_rates, invoice.default_tax_rates),
      description: mergeText(invoice.description, params.description),
      discounts:
        params.discounts === undefined
          ? invoice.discounts
          : applyDiscounts(context, params.discounts, { customer: invoice.customer, invoice: invoice.id }),
      due_date:
        params.due_date ??
        (params.days_until_due === undefined
          ? invoice.due_date
          : context.now + params.days_until_due * 86_400),
      footer: mergeText(invoice.footer, params.footer),
      metadata,
      number: mergeText(invoice.number, params.number) as string | null,
    };
    const after = isDraft ? withTotals(context, changed) : changed;
    return saveInvoice(context, invoice, after, ['invoice.updated']);
  },
});

const retrieve = sdkRoute<Stripe.InvoiceRetrieveParams>({
  method: 'GET',
  path: `${path}/:id`,
  handle: (context) => requireInvoice(context).invoice,
});

const list = sdkRoute<Stripe.InvoiceListParams>({
  method: 'GET',
  path,
  handle(context, params) {
    const all = params.customer
      ? context.store.findByLookup<Invoice>('invoice', params.customer)
      : context.store.list<Invoice>('invoice');
    const matching = all.filter(
      (invoice) =>
        (params.status === undefined || invoice.status === params.status) &&
        (params.collection_method === undefined || invoice.collection_method === params.collection_method) &&
        (params.subscription === undefined ||
          invoice.parent?.subscription_details.subscription === params.subscription) &&
        (params.due_date === undefined || matchesCreated(invoice.due_date ?? 0, params.due_date)) &&
        matchesCreated(invoice.created, params.created),
    );
    const fresh = matching.map((invoice) => refreshDraft(atCustomer(context, invoice.customer), invoice));
    return listEnvelope(path, fresh, params, 'invoice', all.length === fresh.length ? fresh : all);
  },
});

const remove = sdkRoute<Record<never, never>>({
  method: 'DELETE',
  path: `${path}/:id`,
  handle(given) {
    const { context, invoice } = requireInvoice(given);
    if (invoice.status !== 'draft' || invoice.parent) {
      throw invalidRequest(
        'You can only delete draft invoices that no subscription made. This one can be voided instead.',
        'id',
        'invoice_not_editable',
      );
    }
    releaseItems(context, invoice);
    context.store.remove('invoice', invoice.id);
    setDue(context, 'invoice', invoice.id, undefined);
    emitEvent(context, 'invoice.deleted', invoice);
    return { id: invoice.id, object: 'invoice', deleted: true };
  },
});

export const invoiceRoutes: Route[] = [create, update, retrieve, list, remove];
