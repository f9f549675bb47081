import { createHash } from 'node:crypto';
import type { Customer, Invoice, Subscription } from '../billing/types.ts';
import { ApiError, resourceMissing } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { type CardProblem, cardByName, cardOf, type TestCard } from './test-cards.ts';

export type PaymentMethod = ApiObject & { customer: string | null; type: string; card: JsonObject };

type CardDetails = { expMonth?: number; expYear?: number; billing?: JsonObject; metadata?: JsonObject };

/** Stores a payment method for a test card; it belongs to nobody yet. */
export function makePaymentMethod(
  context: RequestContext,
  card: TestCard,
  details: CardDetails = {},
): PaymentMethod {
  const method: PaymentMethod = {
    id: newId('pm', 24),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: emptyAddress,
      email: null,
      name: null,
      phone: null,
      tax_id: null,
      ...details.billing,
    },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand,
      exp_month: details.expMonth ?? 12,
      exp_year: details.expYear ?? new Date(context.now * 1000).getUTCFullYear() + 3,
      fingerprint: createHash('sha256').update(card.number).digest('hex').slice(0, 16),
      funding: 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: context.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: details.metadata ?? {},
    type: 'card',
  };
  context.store.insert('payment_method', method, null);
  return method;
}

const emptyAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

/** The stored payment method, or a new one for an id such as pm_card_visa. Throws resource_missing. */
export function resolvePaymentMethod(
  context: RequestContext,
  id: string,
  param = 'payment_method',
): PaymentMethod {
  const found = context.store.find<PaymentMethod>('payment_method', id);
  if (found) return found;
  const card = cardByName(id);
  if (!card) throw resourceMissing('PaymentMethod', id, param, param === 'id' ? 404 : 400);
  return makePaymentMethod(context, card);
}

/** Gives a payment method to a customer. Throws 402 for a card that is refused at once. */
export function attachPaymentMethod(
  context: RequestContext,
  method: PaymentMethod,
  customer: string,
): PaymentMethod {
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw new ApiError('The payment method you provided has already been attached to a customer.', {
      status: 400,
      param: 'payment_method',
      code: 'payment_method_unexpected_state',
    });
  }
  const problem = cardOf(method)?.onAttach;
  if (problem) throw cardError(problem);
  const attached = { ...method, customer };
  context.store.save('payment_method', attached, customer);
  emitEvent(context, 'payment_method.attached', attached);
  return attached;
}

/** 402 card_error in Stripe's words. `details` adds the charge or the intent that failed. */
export function cardError(problem: CardProblem, details: JsonObject = {}, keepsWork = false): ApiError {
  return new ApiError(problem.message, {
    status: 402,
    type: 'card_error',
    code: problem.code,
    keepsWork,
    shouldRetry: false,
    details: { ...(problem.declineCode ? { decline_code: problem.declineCode } : {}), ...details },
  });
}

/** What an error says of the payment that failed. */
export function failedPayment(intent: ApiObject): JsonObject {
  const details: JsonObject = { payment_intent: intent };
  if (typeof intent.latest_charge === 'string') details.charge = intent.latest_charge;
  return details;
}

/** The payment method that an invoice is charged with: its own, its subscription's, then its customer's. */
export function paymentMethodFor(context: RequestContext, invoice: Invoice): PaymentMethod | undefined {
  const subscriptionId = invoice.parent?.subscription_details.subscription;
  const subscription = subscriptionId
    ? context.store.find<Subscription>('subscription', subscriptionId)
    : undefined;
  const customer = context.store.find<Customer>('customer', invoice.customer);
  const id =
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    customer?.invoice_settings.default_payment_method;
  return id ? context.store.find<PaymentMethod>('payment_method', id) : undefined;
}
