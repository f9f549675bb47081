import { fraction, multiply, roundHalfAway } from '../billing/fraction.ts';
import type { Customer, Invoice } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { callRoute } from '../core/call-route.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { markPaid } from './collect-invoice.ts';
import { changeBalance } from './customer-balance.ts';
import { openIntent, paymentsOf } from './invoice-payments.ts';
import type { PaymentIntent } from './payment-intents.ts';
import { saveInvoice } from './save-invoice.ts';

export type CreditNote = ApiObject & {
  amount: number;
  customer: string;
  invoice: string;
  pre_payment_amount: number;
  post_payment_amount: number;
  status: 'issued' | 'void';
};

export type CreditLine = {
  type: string;
  amount?: number;
  description?: string;
  invoice_line_item?: string;
  quantity?: number;
  unit_amount?: number;
  unit_amount_decimal?: string;
};

export type NewCreditNote = {
  amount?: number;
  credit_amount?: number;
  refund_amount?: number;
  out_of_band_amount?: number;
  effective_at?: number;
  lines?: CreditLine[];
  memo?: string;
  metadata?: Record<string, string>;
  reason?: string;
};

/**
 * Takes back part of a final invoice: from what is still to pay while it is open, and as a refund, as credit in the
 * customer's balance or out of band once it is paid. Throws 400 when it is more than there is.
 */
export function createCreditNote(
  context: RequestContext,
  invoice: Invoice,
  params: NewCreditNote,
): CreditNote {
  const id = newId('cn', 24);
  const lines = makeLines(invoice, params);
  const total = lines.reduce((sum, line) => sum + Number(line.amount), 0);
  const before = creditBefore(invoice, total, params);
  const note: CreditNote = {
    ...blankNote(context, invoice, id, params),
    id,
    object: 'credit_note',
    created: context.now,
    customer: invoice.customer,
    invoice: invoice.id,
    status: 'issued',
    amount: total,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    post_payment_amount: total - before,
    pre_payment_amount: before,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    type: before === total ? 'pre_payment' : before === 0 ? 'post_payment' : 'mixed',
  };
  const after = total - before;
  const refund = params.refund_amount ?? 0;
  const credit = params.credit_amount ?? 0;
  if (after > 0 && refund + credit + (params.out_of_band_amount ?? 0) !== after) {
    throw invalidRequest(
      'The sum of credit amount, refund amount and out of band amount must equal the credit note amount.',
      'amount',
    );
  }
  if (!context.isPreview) {
    if (refund > 0) note.refunds = [refundPart(context, invoice, refund)];
    if (credit > 0) {
      const change = {
        customer: invoice.customer,
        amount: -credit,
        currency: invoice.currency,
        creditNote: id,
      };
      const type = 'credit_note' as const;
      note.customer_balance_transaction = changeBalance(context, { ...change, type, invoice: invoice.id }).id;
    }
    context.store.insert('credit_note', note, invoice.id);
    emitEvent(context, 'credit_note.created', note);
    settleOnInvoice(context, invoice, before, after);
  }
  return note;
}

/** What of the credit lowers the amount still to pay. */
function creditBefore(invoice: Invoice, total: number, params: NewCreditNote): number {
  const paidBack =
    (params.refund_amount ?? 0) + (params.credit_amount ?? 0) + (params.out_of_band_amount ?? 0);
  const credited = invoice.post_payment_credit_notes_amount + invoice.pre_payment_credit_notes_amount;
  if (total <= 0 || total > invoice.total - credited) {
    throw invalidRequest(
      `The sum of credit note amounts must not be greater than the invoice amount (${invoice.total - credited} left).`,
      'amount',
    );
  }
  if (invoice.status === 'paid') return 0;
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    throw invalidRequest('Credit notes can only be made for invoices that are open or paid.', 'invoice');
  }
  return Math.min(invoice.amount_remaining, total - paidBack);
}

function makeLines(invoice: Invoice, params: NewCreditNote): JsonObject[] {
  if (params.lines?.length) return params.lines.map((line) => creditLine(invoice, line));
  const paidBack =
    (params.refund_amount ?? 0) + (params.credit_amount ?? 0) + (params.out_of_band_amount ?? 0);
  const amount = params.amount ?? paidBack;
  return [
    creditLine(invoice, {
      type: 'custom_line_item',
      unit_amount: amount,
      quantity: 1,
      description: 'Credit',
    }),
  ];
}

function creditLine(invoice: Invoice, line: CreditLine): JsonObject {
  const source = invoice.lines.data.find((each) => each.id === line.invoice_line_item);
  if (line.type === 'invoice_line_item' && !source) {
    throw invalidRequest(
      'The invoice has no such line item.',
      'lines[0][invoice_line_item]',
      'resource_missing',
    );
  }
  const net = source
    ? source.amount - source.discount_amounts.reduce((sum, each) => sum + each.amount, 0)
    : 0;
  const share = source && line.quantity ? fraction(line.quantity, source.quantity || 1) : fraction(1);
  const amount = source
    ? (line.amount ?? roundHalfAway(multiply(fraction(net), share)))
    : (line.amount ?? (line.unit_amount ?? 0) * (line.quantity ?? 1));
  return {
    id: newId('cnli', 24),
    object: 'credit_note_line_item',
    amount,
    description: line.description ?? source?.description ?? null,
    discount_amount: 0,
    discount_amounts: [],
    ...(source ? { invoice_line_item: source.id } : {}),
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity: line.quantity ?? null,
    tax_rates: [],
    taxes: [],
    type: line.type,
    unit_amount: source ? null : (line.unit_amount ?? null),
    unit_amount_decimal: source ? null : String(line.unit_amount ?? line.unit_amount_decimal ?? amount),
  };
}

function refundPart(context: RequestContext, invoice: Invoice, amount: number): JsonObject {
  const paid = paymentsOf(invoice).find((payment) => payment.status === 'paid');
  const intent = paid?.payment.payment_intent;
  if (!intent)
    throw invalidRequest(
      'This invoice was not paid with a card, so nothing can be refunded.',
      'refund_amount',
    );
  const form = { payment_intent: intent, amount: String(amount) };
  const refund = callRoute(context, 'POST', '/v1/refunds', form);
  return { amount_refunded: amount, payment_record_refund: null, refund: refund.id ?? null, type: 'refund' };
}

function settleOnInvoice(context: RequestContext, invoice: Invoice, before: number, after: number): void {
  const due = invoice.amount_due - before;
  const changed: Invoice = {
    ...invoice,
    amount_due: due,
    amount_remaining: Math.max(0, due - invoice.amount_paid),
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + after,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + before,
  };
  saveInvoice(context, invoice, changed, ['invoice.updated']);
  if (before === 0) return;
  const intent = openIntent(context, changed);
  if (intent) {
    const less: PaymentIntent = { ...intent, amount: changed.amount_remaining };
    context.store.save('payment_intent', less, less.customer);
  }
  if (changed.amount_remaining === 0 && changed.status === 'open') markPaid(context, changed);
}

function blankNote(context: RequestContext, invoice: Invoice, id: string, params: NewCreditNote): JsonObject {
  const customer = context.store.find<Customer>('customer', invoice.customer);
  const count = context.store.findByLookup('credit_note', invoice.id).length + 1;
  return {
    amount_shipping: 0,
    currency: invoice.currency,
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: params.effective_at ?? context.now,
    livemode: false,
    memo: params.memo ?? null,
    metadata: params.metadata ?? {},
    number: `${invoice.number ?? customer?.invoice_prefix ?? ''}-CN-${String(count).padStart(2, '0')}`,
    out_of_band_amount: params.out_of_band_amount ?? null,
    pdf: `${context.baseUrl}/_emulator/credit-notes/${id}`,
    pretax_credit_amounts: [],
    reason: params.reason ?? null,
    refunds: [],
    shipping_cost: null,
    total_taxes: [],
    voided_at: null,
  };
}

/** Takes back a credit note that only lowered an open invoice. Throws 400 for one that gave money back. */
export function voidCreditNote(context: RequestContext, note: CreditNote): CreditNote {
  const invoice = context.store.find<Invoice>('invoice', note.invoice);
  if (note.status === 'void' || note.post_payment_amount > 0 || invoice?.status !== 'open') {
    throw invalidRequest('You can only void a credit note of an invoice that is still open.', 'id');
  }
  const after: CreditNote = { ...note, status: 'void', voided_at: context.now };
  context.store.save('credit_note', after, invoice.id);
  emitEvent(context, 'credit_note.voided', after);
  settleOnInvoice(context, invoice, -note.pre_payment_amount, 0);
  return after;
}
