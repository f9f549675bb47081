import type { Invoice } from '../billing/types.ts';
import type { RequestContext } from '../core/route.ts';
import { closePayment, openIntent, openPayment } from './invoice-payments.ts';
import { cancelIntent, confirmIntent, type PaymentIntent } from './payment-intents.ts';
import { attachPaymentMethod, type PaymentMethod, paymentMethodFor } from './payment-methods.ts';
import { planRetry } from './retries.ts';
import { saveInvoice } from './save-invoice.ts';
import { followInvoice } from './save-subscription.ts';
import type { CardProblem } from './test-cards.ts';

export type Collection = {
  invoice: Invoice;
  problem: CardProblem | undefined;
  intent: PaymentIntent | undefined;
};

/** What Stripe answers when there is no card to charge. */
export const noPaymentMethod: CardProblem = {
  code: 'missing_payment_method',
  message:
    'There is no `default_payment_method` set on this Customer or Invoice. Please attach a payment method to the customer and set it as default.',
};

/** Marks an invoice paid, in full, and brings its subscription along. `isOutOfBand`: the money came another way. */
export function markPaid(context: RequestContext, invoice: Invoice, isOutOfBand = false): Invoice {
  const closed = closePayment(context, invoice, isOutOfBand ? 'canceled' : 'paid');
  const paid: Invoice = {
    ...closed,
    amount_paid: invoice.amount_paid + invoice.amount_remaining,
    ...(isOutOfBand ? { amount_paid_off_stripe: invoice.amount_remaining } : {}),
    amount_remaining: 0,
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: context.now },
  };
  const events = ['invoice.updated', 'invoice.paid', ...(isOutOfBand ? [] : ['invoice.payment_succeeded'])];
  saveInvoice(context, invoice, paid, events);
  followInvoice(context, paid, true);
  return paid;
}

/** Marks that an attempt failed. The next one comes when somebody asks for it, or by the account's retries. */
export function markFailed(context: RequestContext, invoice: Invoice): Invoice {
  const failed: Invoice = {
    ...invoice,
    attempt_count: invoice.attempt_count + 1,
    attempted: true,
    next_payment_attempt: planRetry(context, invoice),
  };
  saveInvoice(context, invoice, failed, ['invoice.updated', 'invoice.payment_failed']);
  followInvoice(context, failed, false);
  return failed;
}

/** Charges an open invoice once, to the card given or the one it would be charged to by itself. */
export function collectInvoice(context: RequestContext, invoice: Invoice, given?: PaymentMethod): Collection {
  if (invoice.amount_remaining === 0) {
    return { invoice: markPaid(context, invoice), problem: undefined, intent: undefined };
  }
  const method = given ?? paymentMethodFor(context, invoice);
  const waiting = openIntent(context, invoice);
  if (!method) {
    return { invoice: markFailed(context, invoice), problem: noPaymentMethod, intent: waiting };
  }
  const ready = waiting ? invoice : openPayment(context, invoice);
  const intent = openIntent(context, ready);
  if (!intent) return { invoice: ready, problem: noPaymentMethod, intent };
  return settleIntent(context, ready, intent, method);
}

/** Charges the intent of an invoice and carries the outcome to the invoice and its subscription. */
export function settleIntent(
  context: RequestContext,
  invoice: Invoice,
  intent: PaymentIntent,
  method: PaymentMethod,
): Collection {
  const current = { ...intent, amount: invoice.amount_remaining };
  const outcome = confirmIntent(context, current, method);
  if (outcome.problem) {
    return { invoice: markFailed(context, invoice), problem: outcome.problem, intent: outcome.intent };
  }
  if (method.customer === null) attachPaymentMethod(context, method, invoice.customer);
  const attempted = { ...invoice, attempt_count: invoice.attempt_count + 1 };
  return { invoice: markPaid(context, attempted), problem: undefined, intent: outcome.intent };
}

/** Gives up the open payment of an invoice that will not be paid any more. */
export function abandonPayment(context: RequestContext, invoice: Invoice, reason: string): Invoice {
  const intent = openIntent(context, invoice);
  if (intent) cancelIntent(context, intent.id, reason);
  return closePayment(context, invoice, 'canceled');
}
