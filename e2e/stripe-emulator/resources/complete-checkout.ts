import { invalidRequest } from '../core/api-error.ts';
import { callRoute, toForm } from '../core/call-route.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { FormRecord } from '../core/form.ts';
import type { RequestContext } from '../core/route.ts';
import { saveChange } from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { requestKind } from './checkout-sessions.ts';

/** What the person at the page gave. Without a payment method only what needs none can be completed. */
export type CheckoutInput = { paymentMethod?: string; email?: string; name?: string; promotionCode?: string };

type Request = Record<string, JsonObject | undefined>;

/**
 * Completes an open session as the hosted page does: makes the customer if there is none, keeps the card, starts the
 * subscription, the payment or the setup by the same routes that programs use, and tells checkout.session.completed.
 * Throws ApiError: 400 for a session that is not open, 402 for a card that is refused; nothing is kept then.
 */
export function completeCheckout(
  context: RequestContext,
  session: ApiObject,
  input: CheckoutInput,
): ApiObject {
  if (session.status !== 'open') {
    throw invalidRequest(`This Checkout Session is ${String(session.status)}.`, 'session');
  }
  if (Number(session.expires_at) <= context.now) {
    throw invalidRequest('This Checkout Session has expired.', 'session');
  }
  const stored = context.store.find(requestKind, `${session.id}:request`);
  const request = (stored?.params ?? {}) as Request;
  const customer = customerOf(context, session, input);
  const method = input.paymentMethod;
  if (method && customer) callRoute(context, 'POST', `/v1/payment_methods/${method}/attach`, { customer });
  const made = makeWhatWasBought(context, session, request, input, customer);
  const contact = customer ? context.store.find('customer', customer) : undefined;
  const completed = saveChange(
    context,
    session,
    {
      ...made,
      customer: customer ?? null,
      customer_details: {
        address: null,
        business_name: null,
        email: contact?.email ?? input.email ?? null,
        individual_name: null,
        name: contact?.name ?? input.name ?? null,
        phone: null,
        tax_exempt: 'none',
        tax_ids: [],
      },
      status: 'complete',
      url: null,
    },
    undefined,
  );
  emitEvent(context, 'checkout.session.completed', completed);
  return completed;
}

/** Subscriptions and kept cards belong to a customer; a single payment needs one only when the request says so. */
function customerOf(context: RequestContext, session: ApiObject, input: CheckoutInput): string | undefined {
  if (typeof session.customer === 'string') return session.customer;
  if (session.mode === 'payment' && session.customer_creation !== 'always') return undefined;
  const email = String(session.customer_email ?? input.email ?? '');
  return String(
    callRoute(context, 'POST', '/v1/customers', toForm({ email: email || null, name: input.name })).id,
  );
}

function makeWhatWasBought(
  context: RequestContext,
  session: ApiObject,
  request: Request,
  input: CheckoutInput,
  customer: string | undefined,
): Partial<ApiObject> {
  if (session.mode === 'subscription') return subscribe(context, session, request, input, customer ?? '');
  if (!input.paymentMethod) throw invalidRequest('A card is needed.', 'payment_method', 'parameter_missing');
  if (session.mode === 'setup') {
    const intent = callRoute(context, 'POST', '/v1/setup_intents', {
      ...toForm({ ...request.setup_intent_data, customer, payment_method: input.paymentMethod }),
      confirm: 'true',
      usage: 'off_session',
    });
    return { setup_intent: intent.id ?? null };
  }
  const intent = callRoute(context, 'POST', '/v1/payment_intents', {
    ...toForm({ ...request.payment_intent_data, customer, payment_method: input.paymentMethod }),
    amount: String(session.amount_total ?? 0),
    currency: String(session.currency ?? 'usd'),
    confirm: 'true',
  });
  return { payment_intent: intent.id ?? null, payment_status: 'paid' };
}

/** Lines that recur become items; the others are put on the first invoice. */
function subscribe(
  context: RequestContext,
  session: ApiObject,
  request: Request,
  input: CheckoutInput,
  customer: string,
): Partial<ApiObject> {
  const { data } = session.line_items as { data: JsonObject[] };
  const toLine = (item: JsonObject) => {
    const quantity = item.quantity === null ? {} : { quantity: item.quantity };
    return { price: (item.price as JsonObject).id, ...quantity };
  };
  const recurs = (item: JsonObject) => Boolean((item.price as JsonObject).recurring);
  const discounts = input.promotionCode
    ? [{ promotion_code: findPromotionCode(context, input.promotionCode) }]
    : ((request.discounts ?? []) as unknown as JsonObject[]);
  const once = data.filter((item) => !recurs(item)).map(toLine);
  const form: FormRecord = toForm({
    ...request.subscription_data,
    customer,
    items: data.filter(recurs).map(toLine),
    ...(once.length > 0 ? { add_invoice_items: once } : {}),
    ...(discounts.length > 0 ? { discounts } : {}),
    default_payment_method: input.paymentMethod,
    payment_behavior: 'error_if_incomplete',
  });
  const subscription = callRoute(context, 'POST', '/v1/subscriptions', form);
  const invoice = subscription.latest_invoice ?? null;
  const isPaid =
    typeof invoice === 'string' && Number(context.store.find('invoice', invoice)?.total ?? 0) > 0;
  return {
    subscription: subscription.id ?? null,
    invoice,
    payment_status: isPaid ? 'paid' : 'no_payment_required',
  };
}

/** The id behind the word that a person typed. Throws ApiError 400 when there is no such active code. */
function findPromotionCode(context: RequestContext, word: string): string {
  const found = context.store
    .findByLookup('promotion_code', word.trim().toUpperCase())
    .find((code) => code.active === true);
  if (!found) throw invalidRequest('This promotion code is invalid.', 'promotion_code');
  return found.id;
}
