import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute, updateRoute } from '../core/standard-routes.ts';
import { atCustomer } from '../core/timeline.ts';
import { settleIntent } from '../engine/collect-invoice.ts';
import { requireByPath, requireCustomerParam } from '../engine/find-object.ts';
import { invoiceOfIntent } from '../engine/invoice-payments.ts';
import { cancelIntent, confirmIntent, createIntent, type PaymentIntent } from '../engine/payment-intents.ts';
import {
  attachPaymentMethod,
  cardError,
  failedPayment,
  resolvePaymentMethod,
} from '../engine/payment-methods.ts';
import { methodFromParams } from './payment-methods.ts';

const intents: Resource = { path: '/v1/payment_intents', kind: 'payment_intent', label: 'payment_intent' };

/** Charges an intent; one that belongs to an invoice carries the outcome there. Throws 402 and keeps the attempt. */
function confirmNow(
  context: RequestContext,
  intent: PaymentIntent,
  methodId: string | undefined,
): PaymentIntent {
  const id = methodId ?? intent.payment_method;
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    throw invalidRequest(
      `This PaymentIntent's status is ${intent.status}, so it cannot be confirmed.`,
      undefined,
      'payment_intent_unexpected_state',
    );
  }
  if (!id) {
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it's missing a payment method.",
      undefined,
      'payment_intent_unexpected_state',
    );
  }
  const local = intent.customer ? atCustomer(context, intent.customer) : context;
  const method = resolvePaymentMethod(local, id);
  const invoice = invoiceOfIntent(local, intent.id);
  const problem = invoice
    ? settleIntent(local, invoice, intent, method).problem
    : confirmIntent(local, intent, method).problem;
  const after = local.store.find<PaymentIntent>(intents.kind, intent.id) ?? intent;
  if (problem) throw cardError(problem, failedPayment(after), true);
  if (intent.customer && intent.setup_future_usage && method.customer === null) {
    attachPaymentMethod(local, method, intent.customer);
  }
  return after;
}

const create = sdkRoute<Stripe.PaymentIntentCreateParams>({
  method: 'POST',
  path: intents.path,
  handle(context, params) {
    const customer = params.customer ? requireCustomerParam(context, params.customer) : undefined;
    const local = customer ? atCustomer(context, customer.id) : context;
    const method = params.payment_method
      ? resolvePaymentMethod(local, params.payment_method)
      : params.payment_method_data
        ? methodFromParams(local, params.payment_method_data as Parameters<typeof methodFromParams>[1])
        : undefined;
    const intent = createIntent(local, {
      amount: params.amount,
      currency: params.currency.toLowerCase(),
      customer: customer?.id,
      paymentMethod: method?.id,
      description: params.description,
      metadata: mergeMetadata({}, params.metadata as Record<string, string> | undefined),
      setupFutureUsage: params.setup_future_usage,
      transferGroup: params.transfer_group,
    });
    return params.confirm ? confirmNow(local, intent, method?.id) : intent;
  },
});

const confirm = sdkRoute<Stripe.PaymentIntentConfirmParams>({
  method: 'POST',
  path: `${intents.path}/:id/confirm`,
  handle: (context, params) =>
    confirmNow(
      context,
      requireByPath<PaymentIntent>(context, intents.kind, intents.label),
      params.payment_method,
    ),
});

const cancel = sdkRoute<Stripe.PaymentIntentCancelParams>({
  method: 'POST',
  path: `${intents.path}/:id/cancel`,
  handle(context, params) {
    const intent = requireByPath<PaymentIntent>(context, intents.kind, intents.label);
    if (
      intent.status === 'succeeded' ||
      intent.status === 'canceled' ||
      invoiceOfIntent(context, intent.id)
    ) {
      throw invalidRequest(
        `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
        undefined,
        'payment_intent_unexpected_state',
      );
    }
    return cancelIntent(context, intent.id, params.cancellation_reason ?? null) ?? intent;
  },
});

const update = updateRoute<Stripe.PaymentIntentUpdateParams>(
  intents,
  undefined,
  (before, params) => ({
    amount: params.amount ?? before.amount ?? 0,
    description: params.description ?? before.description ?? null,
    transfer_group: params.transfer_group ?? before.transfer_group ?? null,
  }),
  (before) => (typeof before.customer === 'string' ? before.customer : null),
);

export const paymentIntentRoutes: Route[] = [
  create,
  confirm,
  cancel,
  update,
  retrieveRoute(intents),
  listRoute<Stripe.PaymentIntentListParams>(
    intents,
    (intent, params) => params.customer === undefined || intent.customer === params.customer,
  ),
];
