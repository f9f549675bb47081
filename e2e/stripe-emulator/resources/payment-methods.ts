import type Stripe from 'stripe';
import { ApiError, invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { InForm } from '../core/in-form.ts';
import { listEnvelope } from '../core/list.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { pathPart, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { type Resource, retrieveRoute, saveChange } from '../core/standard-routes.ts';
import type { JsonObject } from '../core/store.ts';
import { atCustomer } from '../core/timeline.ts';
import { requireByPath, requireCustomerParam } from '../engine/find-object.ts';
import {
  attachPaymentMethod,
  makePaymentMethod,
  type PaymentMethod,
  resolvePaymentMethod,
} from '../engine/payment-methods.ts';
import { cardByName, cardByNumber, type TestCard } from '../engine/test-cards.ts';

const methods: Resource = { path: '/v1/payment_methods', kind: 'payment_method', label: 'PaymentMethod' };

type CreateParams = InForm<Stripe.PaymentMethodCreateParams>;
type CardParams = { number?: string; token?: string; exp_month?: number; exp_year?: number };

function readCard(card: CardParams | undefined): TestCard {
  const found = card?.token ? cardByName(card.token) : cardByNumber(card?.number ?? '');
  if (found) return found;
  throw new ApiError('Your card number is incorrect.', {
    status: 402,
    type: 'card_error',
    code: 'incorrect_number',
    param: 'card[number]',
  });
}

/** A method made of the card that the parameters describe. Throws 402 for a number that is no test card. */
export function methodFromParams(context: RequestContext, params: CreateParams): PaymentMethod {
  if (params.type !== undefined && params.type !== 'card') {
    throw invalidRequest('The emulator knows cards alone.', 'type');
  }
  const card = params.card as CardParams | undefined;
  return makePaymentMethod(context, readCard(card), {
    expMonth: card?.exp_month,
    expYear: card?.exp_year,
    billing: withoutUnset(params.billing_details),
    metadata: mergeMetadata({}, params.metadata as Record<string, string> | undefined),
  });
}

function withoutUnset(value: unknown): JsonObject {
  const record = (value ?? {}) as JsonObject;
  return Object.fromEntries(
    Object.entries(record).map(([key, member]) => [key, member === '' ? null : member]),
  );
}

const create = sdkRoute<Stripe.PaymentMethodCreateParams>({
  method: 'POST',
  path: methods.path,
  handle: methodFromParams,
});

const update = sdkRoute<Stripe.PaymentMethodUpdateParams>({
  method: 'POST',
  path: `${methods.path}/:id`,
  handle(context, params) {
    const before = requireByPath<PaymentMethod>(context, methods.kind, methods.label);
    const card = params.card as CardParams | undefined;
    const members = {
      billing_details: { ...(before.billing_details as JsonObject), ...withoutUnset(params.billing_details) },
      card: {
        ...before.card,
        exp_month: card?.exp_month ?? before.card.exp_month ?? null,
        exp_year: card?.exp_year ?? before.card.exp_year ?? null,
      },
      metadata: mergeMetadata(before.metadata, params.metadata as Record<string, string> | '' | undefined),
    };
    return saveChange(context, before, members, 'payment_method.updated', before.customer);
  },
});

const attach = sdkRoute<Stripe.PaymentMethodAttachParams>({
  method: 'POST',
  path: `${methods.path}/:id/attach`,
  handle(context, params) {
    const customer = requireCustomerParam(context, params.customer);
    const local = atCustomer(context, customer.id);
    return attachPaymentMethod(
      local,
      resolvePaymentMethod(local, pathPart(context, 'id'), 'id'),
      customer.id,
    );
  },
});

const detach = sdkRoute<Stripe.PaymentMethodDetachParams>({
  method: 'POST',
  path: `${methods.path}/:id/detach`,
  handle(context) {
    const before = requireByPath<PaymentMethod>(context, methods.kind, methods.label);
    if (before.customer === null) {
      throw invalidRequest(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
        'payment_method',
      );
    }
    const after = { ...before, customer: null };
    context.store.save(methods.kind, after, null);
    emitEvent(context, 'payment_method.detached', after, { customer: before.customer });
    return after;
  },
});

type ListParams = { customer?: string; type?: string; limit?: number };

function listOf(context: RequestContext, params: ListParams, url: string): JsonObject {
  const all = params.customer
    ? context.store.findByLookup<PaymentMethod>(methods.kind, params.customer)
    : context.store.list<PaymentMethod>(methods.kind);
  const matching = all.filter(
    (method) => method.customer !== null && (params.type === undefined || method.type === params.type),
  );
  return listEnvelope(url, matching, params, methods.label, all);
}

const list = sdkRoute<Stripe.PaymentMethodListParams>({
  method: 'GET',
  path: methods.path,
  handle: (context, params) => listOf(context, params, methods.path),
});

const listOfCustomer = sdkRoute<Stripe.CustomerListPaymentMethodsParams>({
  method: 'GET',
  path: '/v1/customers/:id/payment_methods',
  handle: (context, params) =>
    listOf(
      context,
      { ...params, customer: pathPart(context, 'id') },
      `/v1/customers/${pathPart(context, 'id')}/payment_methods`,
    ),
});

export const paymentMethodRoutes: Route[] = [
  create,
  retrieveRoute(methods),
  update,
  attach,
  detach,
  list,
  listOfCustomer,
];
