import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { type Charge, makeCharge } from './charges.ts';
import type { PaymentMethod } from './payment-methods.ts';
import { type CardProblem, cardOf } from './test-cards.ts';

export type PaymentIntent = ApiObject & {
  amount: number;
  amount_received: number;
  client_secret: string;
  currency: string;
  customer: string | null;
  latest_charge: string | null;
  metadata: JsonObject;
  payment_method: string | null;
  setup_future_usage: string | null;
  status: 'requires_payment_method' | 'requires_confirmation' | 'succeeded' | 'canceled';
};

export type NewIntent = {
  amount: number;
  currency: string;
  customer?: string | null;
  paymentMethod?: string | null;
  description?: string | null;
  metadata?: JsonObject;
  setupFutureUsage?: string | null;
  transferGroup?: string | null;
};

/** Stores a payment intent and its payment_intent.created. Nothing is charged yet. */
export function createIntent(context: RequestContext, params: NewIntent): PaymentIntent {
  const id = newId('pi', 24);
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_${newId('secret', 25)}`,
    confirmation_method: 'automatic',
    created: context.now,
    currency: params.currency,
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: params.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: params.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: params.setupFutureUsage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: params.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: null,
    transfer_group: params.transferGroup ?? null,
  };
  context.store.insert('payment_intent', intent, params.customer ?? null);
  emitEvent(context, 'payment_intent.created', intent);
  return intent;
}

export type PaymentOutcome = { intent: PaymentIntent; charge: Charge; problem: CardProblem | undefined };

/** Charges the card once, for the whole amount. The outcome names the problem when it was refused. */
export function confirmIntent(
  context: RequestContext,
  intent: PaymentIntent,
  method: PaymentMethod,
): PaymentOutcome {
  const problem = cardOf(method)?.onCharge;
  const charge = makeCharge(context, intent, method, problem);
  const after: PaymentIntent = problem
    ? {
        ...intent,
        last_payment_error: {
          charge: charge.id,
          code: problem.code,
          ...(problem.declineCode ? { decline_code: problem.declineCode } : {}),
          doc_url: `https://stripe.com/docs/error-codes/${problem.code.replaceAll('_', '-')}`,
          message: problem.message,
          payment_method: method,
          type: 'card_error',
        },
        latest_charge: charge.id,
        payment_method: null,
        status: 'requires_payment_method',
      }
    : {
        ...intent,
        amount_received: intent.amount,
        last_payment_error: null,
        latest_charge: charge.id,
        payment_method: method.id,
        status: 'succeeded',
      };
  context.store.save('payment_intent', after, after.customer);
  emitEvent(context, problem ? 'payment_intent.payment_failed' : 'payment_intent.succeeded', after);
  return { intent: after, charge, problem };
}

/** Cancels an intent that was not paid, with its event. A paid or canceled one is left as it is. */
export function cancelIntent(
  context: RequestContext,
  id: string,
  reason: string | null,
): PaymentIntent | undefined {
  const intent = context.store.find<PaymentIntent>('payment_intent', id);
  if (!intent || intent.status === 'succeeded' || intent.status === 'canceled') return intent;
  const after: PaymentIntent = {
    ...intent,
    canceled_at: context.now,
    cancellation_reason: reason,
    status: 'canceled',
  };
  context.store.save('payment_intent', after, after.customer);
  emitEvent(context, 'payment_intent.canceled', after);
  return after;
}
