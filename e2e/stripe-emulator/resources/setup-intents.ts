import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute } from '../core/standard-routes.ts';
import { atCustomer } from '../core/timeline.ts';
import { requireByPath, requireCustomerParam } from '../engine/find-object.ts';
import { resolvePaymentMethod } from '../engine/payment-methods.ts';
import { confirmSetupIntent, createSetupIntent, type SetupIntent } from '../engine/setup-intents.ts';

const intents: Resource = { path: '/v1/setup_intents', kind: 'setup_intent', label: 'setupintent' };

const create = sdkRoute<Stripe.SetupIntentCreateParams>({
  method: 'POST',
  path: intents.path,
  handle(context, params) {
    const customer = params.customer ? requireCustomerParam(context, params.customer) : undefined;
    const local = customer ? atCustomer(context, customer.id) : context;
    const method = params.payment_method ? resolvePaymentMethod(local, params.payment_method) : undefined;
    const intent = createSetupIntent(local, {
      customer: customer?.id,
      paymentMethod: method?.id,
      description: params.description,
      metadata: params.metadata as Record<string, string> | undefined,
      usage: params.usage,
    });
    return params.confirm && method ? confirmSetupIntent(local, intent, method) : intent;
  },
});

const confirm = sdkRoute<Stripe.SetupIntentConfirmParams>({
  method: 'POST',
  path: `${intents.path}/:id/confirm`,
  handle(context, params) {
    const intent = requireByPath<SetupIntent>(context, intents.kind, intents.label);
    const id = params.payment_method ?? intent.payment_method;
    const local = intent.customer ? atCustomer(context, intent.customer) : context;
    if (intent.status === 'succeeded' || intent.status === 'canceled' || !id) {
      throw invalidRequest(
        `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`,
        undefined,
        'setup_intent_unexpected_state',
      );
    }
    return confirmSetupIntent(local, intent, resolvePaymentMethod(local, id));
  },
});

const cancel = sdkRoute<Stripe.SetupIntentCancelParams>({
  method: 'POST',
  path: `${intents.path}/:id/cancel`,
  handle(context, params) {
    const intent = requireByPath<SetupIntent>(context, intents.kind, intents.label);
    const reason = params.cancellation_reason ?? null;
    const after: SetupIntent = { ...intent, cancellation_reason: reason, status: 'canceled' };
    context.store.save(intents.kind, after, intent.customer);
    emitEvent(context, 'setup_intent.canceled', after);
    return after;
  },
});

export const setupIntentRoutes: Route[] = [
  create,
  confirm,
  cancel,
  retrieveRoute(intents),
  listRoute<Stripe.SetupIntentListParams>(
    intents,
    (intent, params) =>
      (params.customer === undefined || intent.customer === params.customer) &&
      (params.payment_method === undefined || intent.payment_method === params.payment_method),
  ),
];
