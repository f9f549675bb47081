import type { Customer, Invoice } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import type { RequestContext } from '../core/route.ts';
import { abandonPayment, type Collection, collectInvoice, markPaid } from './collect-invoice.ts';
import { changeBalance } from './customer-balance.ts';
import { openPayment } from './invoice-payments.ts';
import { withTotals } from './invoice-totals.ts';
import { countUsage } from './line-items.ts';
import { saveInvoice } from './save-invoice.ts';
import { followInvoice } from './save-subscription.ts';

/** A draft with the usage that has arrived by now. Other invoices are answered as they are. */
export function refreshDraft(context: RequestContext, invoice: Invoice): Invoice {
  if (invoice.status !== 'draft') return invoice;
  const data = invoice.lines.data.map((line) => countUsage(context, line, invoice.customer));
  const fresh = withTotals(context, { ...invoice, lines: { ...invoice.lines, data } });
  if (!context.isPreview && JSON.stringify(fresh) !== JSON.stringify(invoice)) {
    context.store.save('invoice', fresh, fresh.customer);
  }
  return fresh;
}

/**
 * Makes a draft final: usage is counted for the last time, the customer's balance is used, the number is given.
 * An invoice with nothing to pay is paid at once; any other is open and has an intent. Throws 400 unless a draft.
 */
export function finalizeInvoice(context: RequestContext, draft: Invoice): Invoice {
  if (draft.status !== 'draft') {
    throw invalidRequest(
      "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
      'id',
      'invoice_not_editable',
    );
  }
  const counted = refreshDraft(context, draft);
  if (context.isPreview) return counted;
  const withBalance = counted.total + counted.starting_balance;
  const address = `${context.baseUrl}/_emulator/hosted-invoices/${counted.id}`;
  let invoice: Invoice = {
    ...counted,
    automatically_finalizes_at: null,
    effective_at: counted.effective_at ?? context.now,
    ending_balance: Math.min(0, withBalance),
    hosted_invoice_url: address,
    invoice_pdf: `${address}/pdf`,
    number: counted.number ?? takeNumber(context, counted.customer),
    status: 'open',
    status_transitions: { ...counted.status_transitions, finalized_at: context.now },
  };
  const used = Math.min(0, withBalance) - counted.starting_balance;
  if (used !== 0) {
    const { customer, currency, id } = invoice;
    changeBalance(context, { customer, amount: used, currency, type: 'applied_to_invoice', invoice: id });
  }
  if (invoice.amount_due > 0) invoice = openPayment(context, invoice);
  saveInvoice(context, counted, invoice, ['invoice.finalized']);
  return invoice.amount_due === 0 ? markPaid(context, invoice) : invoice;
}

/** Finalises a draft and does with it what its collection method asks for: charge the card, or send it. */
export function finalizeAndCollect(context: RequestContext, draft: Invoice): Collection {
  const invoice = finalizeInvoice(context, draft);
  const nothingToDo = { invoice, problem: undefined, intent: undefined };
  if (context.isPreview || invoice.status !== 'open') return nothingToDo;
  if (invoice.collection_method === 'charge_automatically') return collectInvoice(context, invoice);
  saveInvoice(context, invoice, invoice, ['invoice.sent']);
  return nothingToDo;
}

/** Ends an open invoice without payment. Its subscription, if it waits for it, goes on. */
export function endInvoice(
  context: RequestContext,
  invoice: Invoice,
  status: 'void' | 'uncollectible',
): Invoice {
  const given = status === 'void' ? abandonPayment(context, invoice, 'void_invoice') : invoice;
  const used = (invoice.ending_balance ?? 0) - invoice.starting_balance;
  if (status === 'void' && used !== 0) {
    const { customer, currency, id } = invoice;
    changeBalance(context, {
      customer,
      amount: -used,
      currency,
      type: 'unapplied_from_invoice',
      invoice: id,
    });
  }
  const moment = status === 'void' ? 'voided_at' : 'marked_uncollectible_at';
  const after: Invoice = {
    ...given,
    auto_advance: false,
    next_payment_attempt: null,
    status,
    status_transitions: { ...invoice.status_transitions, [moment]: context.now },
  };
  const type = status === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible';
  saveInvoice(context, invoice, after, ['invoice.updated', type]);
  followInvoice(context, after, true);
  return after;
}

function takeNumber(context: RequestContext, customerId: string): string {
  const customer = context.store.find<Customer>('customer', customerId);
  if (!customer) return 'UNKNOWN-0001';
  const { next_invoice_sequence: sequence } = customer;
  const email = typeof customer.email === 'string' ? customer.email : null;
  context.store.save('customer', { ...customer, next_invoice_sequence: sequence + 1 }, email);
  return `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`;
}
