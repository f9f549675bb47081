import type { Customer, Invoice, InvoiceItem, Line, Subscription, TaxRate } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { JsonObject } from '../core/store.ts';
import { setDue } from './due-work.ts';
import { withTotals } from './invoice-totals.ts';
import { lineOfInvoiceItem } from './line-items.ts';

/** A draft waits this long for changes and for the answer to invoice.created, in seconds. */
export const draftTime = 3600;

export type NewInvoice = {
  customer: Customer;
  subscription?: Subscription;
  billingReason: string;
  lines: Line[];
  period: { start: number; end: number };
  currency: string;
  collectionMethod: 'charge_automatically' | 'send_invoice';
  daysUntilDue?: number | null;
  dueDate?: number;
  autoAdvance: boolean;
  discounts: string[];
  defaultPaymentMethod?: string | null;
  defaultTaxRates?: TaxRate[] | undefined;
  description?: string | null;
  footer?: string | null;
  metadata?: JsonObject;
  number?: string;
  prorationDate?: number;
  isWithoutPending?: boolean;
};

/** The pending items that an invoice of this customer, or of this subscription, takes in; oldest first. */
export function pendingItems(
  context: RequestContext,
  customer: string,
  subscription: string | undefined,
  currency: string,
): InvoiceItem[] {
  return context.store
    .findByLookup<InvoiceItem>('invoiceitem', customer)
    .reverse()
    .filter((item) => {
      const owner = item.parent?.subscription_details.subscription;
      const isOurs = owner === undefined || owner === subscription;
      return item.invoice === null && item.currency === currency && isOurs;
    });
}

/** Stores a draft with its lines and the pending items, and its invoice.created. The lines come first. */
export function createInvoice(context: RequestContext, params: NewInvoice): Invoice {
  const { customer, subscription } = params;
  const id = newId('in', 24);
  const pending = params.isWithoutPending
    ? []
    : pendingItems(context, customer.id, subscription?.id, params.currency);
  const lines = [...pending.map(lineOfInvoiceItem), ...params.lines];
  const invoice = withTotals(context, blankInvoice(context, id, params, lines));
  for (const item of pending) {
    context.store.save('invoiceitem', { ...item, invoice: id }, item.customer);
  }
  context.store.insert('invoice', invoice, customer.id);
  emitEvent(context, 'invoice.created', invoice);
  scheduleInvoice(context, invoice);
  return invoice;
}

/** Puts an invoice on the list of due work: a draft that finalises by itself, an open one that will be overdue. */
export function scheduleInvoice(context: RequestContext, invoice: Invoice): void {
  const isWaiting = invoice.status === 'draft' && invoice.auto_advance;
  setDue(
    context,
    'invoice',
    invoice.id,
    isWaiting ? (invoice.automatically_finalizes_at ?? undefined) : undefined,
  );
  const isSent = invoice.status === 'open' && invoice.collection_method === 'send_invoice';
  setDue(context, 'invoice_overdue', invoice.id, isSent ? (invoice.due_date ?? undefined) : undefined);
}

function blankInvoice(context: RequestContext, id: string, params: NewInvoice, lines: Line[]): Invoice {
  const { customer, subscription } = params;
  const dueDate = params.dueDate ?? (params.daysUntilDue ? context.now + params.daysUntilDue * 86_400 : null);
  return {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Stripe emulator',
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: params.autoAdvance,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: params.autoAdvance ? context.now + draftTime : null,
    billing_reason: params.billingReason,
    collection_method: params.collectionMethod,
    confirmation_secret: null,
    created: context.now,
    currency: params.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email ?? null,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping ?? null,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: [],
    default_payment_method: params.defaultPaymentMethod ?? null,
    default_source: null,
    default_tax_rates: params.defaultTaxRates ?? subscription?.default_tax_rates ?? [],
    description: params.description ?? null,
    discounts: params.discounts,
    due_date: params.collectionMethod === 'send_invoice' ? dueDate : null,
    effective_at: null,
    ending_balance: null,
    footer: params.footer ?? null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: params.metadata ?? {},
    next_payment_attempt: null,
    number: params.number ?? null,
    on_behalf_of: null,
    parent: subscription
      ? {
          quote_details: null,
          subscription_details: {
            metadata: subscription.metadata,
            subscription: subscription.id,
            ...(params.prorationDate === undefined
              ? {}
              : { subscription_proration_date: params.prorationDate }),
          },
          type: 'subscription_details',
        }
      : null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    payments: { object: 'list', data: [], has_more: false, url: `/v1/invoice_payments?invoice=${id}` },
    period_end: params.period.end,
    period_start: params.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: customer.test_clock,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}
