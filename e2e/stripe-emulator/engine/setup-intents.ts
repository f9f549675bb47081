import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { attachPaymentMethod, cardError, type PaymentMethod } from './payment-methods.ts';
import { cardOf } from './test-cards.ts';

export type SetupIntent = ApiObject & {
  customer: string | null;
  payment_method: string | null;
  status: 'requires_payment_method' | 'requires_confirmation' | 'succeeded' | 'canceled';
};

export type NewSetupIntent = {
  customer?: string | null;
  paymentMethod?: string | null;
  description?: string | null;
  metadata?: JsonObject;
  usage?: string;
};

/** Stores a setup intent and its event. */
export function createSetupIntent(context: RequestContext, params: NewSetupIntent): SetupIntent {
  const id = newId('seti', 24);
  const intent: SetupIntent = {
    id,
    object: 'setup_intent',
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_${newId('secret', 31)}`,
    created: context.now,
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: params.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: params.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: params.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
    usage: params.usage ?? 'off_session',
  };
  context.store.insert('setup_intent', intent, params.customer ?? null);
  emitEvent(context, 'setup_intent.created', intent);
  return intent;
}

/** Keeps a card for later use and gives it to the customer. Throws 402, with the failure kept, when it is refused. */
export function confirmSetupIntent(
  context: RequestContext,
  intent: SetupIntent,
  method: PaymentMethod,
): SetupIntent {
  const problem = cardOf(method)?.onAttach;
  if (problem) {
    const failed: SetupIntent = {
      ...intent,
      last_setup_error: {
        code: problem.code,
        message: problem.message,
        payment_method: method,
        type: 'card_error',
      },
      payment_method: null,
      status: 'requires_payment_method',
    };
    context.store.save('setup_intent', failed, failed.customer);
    emitEvent(context, 'setup_intent.setup_failed', failed);
    throw cardError(problem, { setup_intent: failed }, true);
  }
  if (intent.customer && method.customer === null) attachPaymentMethod(context, method, intent.customer);
  const done: SetupIntent = {
    ...intent,
    last_setup_error: null,
    payment_method: method.id,
    status: 'succeeded',
  };
  context.store.save('setup_intent', done, done.customer);
  emitEvent(context, 'setup_intent.succeeded', done);
  return done;
}
