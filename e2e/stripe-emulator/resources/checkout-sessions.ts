import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { InForm } from '../core/in-form.ts';
import { listEnvelope } from '../core/list.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import {
  listRoute,
  type Resource,
  requireNamed,
  requireObject,
  retrieveRoute,
  saveChange,
  updateRoute,
} from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { type CheckoutMode, makeLineItems, totalsOf } from './checkout-items.ts';
import { sessionMembers } from './checkout-members.ts';

export const sessions: Resource = {
  path: '/v1/checkout/sessions',
  kind: 'checkout.session',
  label: 'checkout session',
};

/** What the request said that is needed again when the session is paid. Never shown. */
export const requestKind = 'checkout.session.request';

type Params = InForm<Stripe.Checkout.SessionCreateParams>;

const day = 24 * 3600;

function modeOf(params: Params): CheckoutMode {
  const modes: readonly CheckoutMode[] = ['payment', 'setup', 'subscription'];
  const mode = modes.find((one) => one === params.mode);
  if (mode) return mode;
  throw invalidRequest('Missing required param: mode.', 'mode', 'parameter_missing');
}

function checkUrls(params: Params): void {
  const isHosted = params.ui_mode === undefined || params.ui_mode === 'hosted_page';
  if (!isHosted) return;
  if (!params.success_url) {
    throw invalidRequest('Missing required param: success_url.', 'success_url', 'parameter_missing');
  }
  for (const name of ['success_url', 'cancel_url'] as const) {
    const url = params[name];
    if (!url || URL.canParse(url)) continue;
    throw invalidRequest('Not a valid URL', name, 'url_invalid');
  }
}

function checkCombination(mode: CheckoutMode, params: Params): void {
  if (mode !== 'subscription' && params.subscription_data) {
    throw invalidRequest('You can only use `subscription_data` in `subscription` mode.', 'subscription_data');
  }
  if (mode !== 'payment' && params.payment_intent_data) {
    throw invalidRequest('You can not pass `payment_intent_data` in this mode.', 'payment_intent_data');
  }
  if (mode !== 'setup' && !params.line_items?.length) {
    throw invalidRequest('Missing required param: line_items.', 'line_items', 'parameter_missing');
  }
  if (params.customer && params.customer_email) {
    throw invalidRequest(
      'You may only specify one of these parameters: customer, customer_email.',
      'customer',
    );
  }
  if (params.discounts?.length && params.allow_promotion_codes !== undefined) {
    throw invalidRequest(
      'You may only specify one of these parameters: allow_promotion_codes, discounts.',
      'discounts',
    );
  }
}

function expiryOf(context: RequestContext, params: Params): number {
  const expires = params.expires_at ?? context.now + day;
  if (expires >= context.now + 1800 && expires <= context.now + day) return expires;
  throw invalidRequest(
    'The `expires_at` timestamp must be between 30 minutes and 24 hours from now.',
    'expires_at',
  );
}

const create = sdkRoute<Stripe.Checkout.SessionCreateParams>({
  method: 'POST',
  path: sessions.path,
  handle(context, params) {
    const mode = modeOf(params);
    checkUrls(params);
    checkCombination(mode, params);
    const customer = params.customer
      ? requireObject(context, { kind: 'customer', label: 'customer' }, params.customer, 'customer')
      : undefined;
    const items = makeLineItems(context, mode, params.line_items ?? []);
    const totals = totalsOf(context, items, params.discounts);
    const trial = params.subscription_data?.trial_period_days ?? params.subscription_data?.trial_end;
    const id = newId('cs_test', 58);
    const session: ApiObject = {
      ...sessionMembers(params),
      id,
      object: sessions.kind,
      amount_subtotal: mode === 'setup' ? null : trial ? 0 : totals.subtotal,
      amount_total: mode === 'setup' ? null : trial ? 0 : totals.subtotal - totals.discount,
      created: context.now,
      currency: items[0]?.currency ?? params.currency?.toLowerCase() ?? null,
      customer: customer?.id ?? null,
      customer_details:
        customer || params.customer_email
          ? {
              address: null,
              business_name: null,
              email: customer?.email ?? params.customer_email ?? null,
              individual_name: null,
              name: customer?.name ?? null,
              phone: null,
              tax_exempt: 'none',
              tax_ids: [],
            }
          : null,
      customer_email: params.customer_email ?? null,
      expires_at: expiryOf(context, params),
      line_items: {
        object: 'list',
        data: items,
        has_more: false,
        url: `${sessions.path}/${id}/line_items`,
      },
      mode,
      payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
      status: 'open',
      total_details:
        mode === 'setup'
          ? null
          : { amount_discount: trial ? 0 : totals.discount, amount_shipping: 0, amount_tax: 0 },
      url: `${context.baseUrl}/_pages/checkout/${id}`,
    };
    context.store.insert(sessions.kind, session);
    context.store.insert(requestKind, {
      id: `${id}:request`,
      object: requestKind,
      created: context.now,
      params: params as unknown as JsonObject,
    });
    return session;
  },
});

const expire = sdkRoute<Stripe.Checkout.SessionExpireParams>({
  method: 'POST',
  path: `${sessions.path}/:id/expire`,
  handle(context) {
    const session = requireNamed(context, sessions);
    if (session.status !== 'open') {
      throw invalidRequest(
        `This Session is not in an expireable state. Only Sessions with a status of \`open\` can be expired; this one is \`${session.status}\`.`,
        'session',
      );
    }
    return expireSession(context, session);
  },
});

/** Ends an open session and tells of it. */
export function expireSession(context: RequestContext, session: ApiObject): ApiObject {
  const expired = saveChange(context, session, { status: 'expired', url: null }, undefined);
  emitEvent(context, 'checkout.session.expired', expired);
  return expired;
}

const lineItems = sdkRoute<Stripe.Checkout.SessionListLineItemsParams>({
  method: 'GET',
  path: `${sessions.path}/:id/line_items`,
  handle(context, params) {
    const session = requireNamed(context, sessions);
    const { data } = session.line_items as { data: JsonObject[] };
    return listEnvelope(`${sessions.path}/${session.id}/line_items`, data, params, 'item');
  },
});

export const checkoutSessionRoutes: Route[] = [
  create,
  expire,
  lineItems,
  retrieveRoute(sessions),
  updateRoute<Stripe.Checkout.SessionUpdateParams>(sessions, undefined, () => ({})),
  listRoute<Stripe.Checkout.SessionListParams>(
    sessions,
    (session, params) =>
      (params.customer === undefined || session.customer === params.customer) &&
      (params.subscription === undefined || session.subscription === params.subscription) &&
      (params.payment_intent === undefined || session.payment_intent === params.payment_intent) &&
      (params.status === undefined || session.status === params.status),
  ),
];
