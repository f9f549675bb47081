import type { Invoice, List } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject } from '../core/store.ts';
import { createIntent, type PaymentIntent } from './payment-intents.ts';

export type InvoicePayment = ApiObject & {
  amount_paid: number | null;
  invoice: string;
  payment: { type: string; payment_intent?: string };
  status: 'open' | 'paid' | 'canceled';
  status_transitions: { canceled_at: number | null; paid_at: number | null };
};

/** The payments of an invoice, newest last, as they are kept inside it. */
export function paymentsOf(invoice: Invoice): InvoicePayment[] {
  return (invoice.payments as unknown as List<InvoicePayment>).data;
}

/** The intent that an invoice is waiting for, or undefined. */
export function openIntent(context: RequestContext, invoice: Invoice): PaymentIntent | undefined {
  const payment = paymentsOf(invoice).find((each) => each.status === 'open');
  const id = payment?.payment.payment_intent;
  return id ? context.store.find<PaymentIntent>('payment_intent', id) : undefined;
}

/** The invoice that an intent pays, or undefined. */
export function invoiceOfIntent(context: RequestContext, intent: string): Invoice | undefined {
  const [payment] = context.store.findByLookup<InvoicePayment>('invoice_payment', intent);
  return payment && context.store.find<Invoice>('invoice', payment.invoice);
}

/** Gives an open invoice an intent for what is left to pay. Answers the invoice, which the caller stores. */
export function openPayment(context: RequestContext, invoice: Invoice): Invoice {
  const intent = createIntent(context, {
    amount: invoice.amount_remaining,
    currency: invoice.currency,
    customer: invoice.customer,
    description: paymentDescription(invoice),
    setupFutureUsage: invoice.parent ? 'off_session' : null,
  });
  const payment: InvoicePayment = {
    id: newId('inpay', 24),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_remaining,
    created: context.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  };
  context.store.insert('invoice_payment', payment, intent.id);
  return {
    ...withPayments(invoice, [...paymentsOf(invoice), payment]),
    confirmation_secret: { client_secret: intent.client_secret, type: 'payment_intent' },
  };
}

/** Ends the open payment of an invoice as paid or canceled. Answers the invoice, which the caller stores. */
export function closePayment(
  context: RequestContext,
  invoice: Invoice,
  status: 'paid' | 'canceled',
): Invoice {
  const payments = paymentsOf(invoice).map((payment): InvoicePayment => {
    if (payment.status !== 'open') return payment;
    const closed: InvoicePayment = {
      ...payment,
      amount_paid: status === 'paid' ? invoice.amount_remaining : null,
      status,
      status_transitions: {
        canceled_at: status === 'canceled' ? context.now : null,
        paid_at: status === 'paid' ? context.now : null,
      },
    };
    context.store.save('invoice_payment', closed, closed.payment.payment_intent ?? null);
    if (status === 'paid') emitEvent(context, 'invoice_payment.paid', closed);
    return closed;
  });
  return withPayments(invoice, payments);
}

function withPayments(invoice: Invoice, data: InvoicePayment[]): Invoice {
  const url = `/v1/invoice_payments?invoice=${invoice.id}`;
  return { ...invoice, payments: { object: 'list', data, has_more: false, url } };
}

function paymentDescription(invoice: Invoice): string {
  if (invoice.billing_reason === 'subscription_create') return 'Subscription creation';
  if (invoice.billing_reason === 'subscription_update') return 'Subscription update';
  return `Payment for Invoice ${invoice.number ?? ''}`.trim();
}
