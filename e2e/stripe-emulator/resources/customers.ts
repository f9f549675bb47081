import { randomBytes } from 'node:crypto';
import type { Customer } from '../billing/types.ts';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { listEnvelope, matchesCreated } from '../core/list.ts';
import { mergeMetadata, mergeText } from '../core/metadata.ts';
import { defineRoute, pathPart, previousAttributes, type RequestContext, type Route } from '../core/route.ts';
import type { ApiObject, JsonObject, JsonValue } from '../core/store.ts';
import { atClock, clockOf } from '../core/timeline.ts';
import { requireByParam } from '../engine/find-object.ts';
import { requireOwnMethod } from '../engine/own-payment-method.ts';
import { attachPaymentMethod, resolvePaymentMethod } from '../engine/payment-methods.ts';
import {
  customerCreate,
  customerDelete,
  customerList,
  customerRetrieve,
  customerUpdate,
} from '../schemas/customers.ts';
import { removeCustomer } from './remove-customer.ts';

type Address = Record<string, string | undefined>;

const addressKeys = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'];

function toAddress(address: Address): JsonObject {
  return Object.fromEntries(addressKeys.map((key) => [key, address[key] || null]));
}

function mergeAddress(current: JsonValue | undefined, change: Address | '' | undefined): JsonValue {
  if (change === undefined) return current ?? null;
  return change === '' ? null : toAddress(change);
}

function mergeShipping(
  current: JsonValue | undefined,
  change: { address: Address; name: string; phone?: string } | '' | undefined,
): JsonValue {
  if (change === undefined) return current ?? null;
  if (change === '') return null;
  return { address: toAddress(change.address), name: change.name, phone: change.phone || null };
}

/** A customer that exists and was not deleted. Throws 404 resource_missing, as Stripe does for both. */
function requireCustomer(context: RequestContext): ApiObject {
  const id = pathPart(context, 'id');
  const customer = context.store.find('customer', id);
  if (!customer || customer.deleted) throw resourceMissing('customer', id);
  return customer;
}

function checkEmail(email: string | undefined): void {
  if (!email || /^[^\s@]+@[^\s@]+$/.test(email)) return;
  throw invalidRequest(`Invalid email address: ${email}`, 'email', 'email_invalid');
}

const create = defineRoute({
  method: 'POST',
  path: '/v1/customers',
  params: customerCreate,
  handle(given, params) {
    checkEmail(params.email);
    const clock = params.test_clock;
    if (clock) requireByParam(given, 'test_helpers.test_clock', clock, 'test_clock');
    const context = clock ? atClock(given, clock) : given;
    const id = newId('cus');
    const customer: ApiObject = {
      id,
      object: 'customer',
      address: mergeAddress(null, params.address),
      balance: params.balance ?? 0,
      ...(params.business_name ? { business_name: params.business_name } : {}),
      created: context.now,
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: mergeText(null, params.description),
      discount: null,
      email: mergeText(null, params.email),
      ...(params.individual_name ? { individual_name: params.individual_name } : {}),
      invoice_prefix: params.invoice_prefix || randomBytes(4).toString('hex').toUpperCase(),
      invoice_settings: mergeInvoiceSettings(
        {},
        { ...params.invoice_settings, default_payment_method: undefined },
      ),
      livemode: false,
      metadata: mergeMetadata({}, params.metadata),
      name: mergeText(null, params.name),
      next_invoice_sequence: params.next_invoice_sequence ?? 1,
      phone: mergeText(null, params.phone),
      preferred_locales: params.preferred_locales ?? [],
      shipping: mergeShipping(null, params.shipping),
      tax_exempt: params.tax_exempt || 'none',
      test_clock: params.test_clock ?? null,
    };
    context.store.insert('customer', customer, params.email || null);
    emitEvent(context, 'customer.created', customer);
    return withCards(
      context,
      customer,
      params.payment_method,
      params.invoice_settings?.default_payment_method,
    );
  },
});

/** Gives a new customer its cards: one kept, one that its invoices are charged to; both may be the same. */
function withCards(
  context: RequestContext,
  customer: ApiObject,
  kept: string | undefined,
  charged: string | undefined,
): ApiObject {
  const method = kept
    ? attachPaymentMethod(context, resolvePaymentMethod(context, kept), customer.id)
    : undefined;
  if (!charged) return customer;
  const id =
    charged === kept && method
      ? method.id
      : requireOwnMethod(context, charged, customer.id, 'invoice_settings[default_payment_method]');
  const settings = { ...(customer.invoice_settings as JsonObject), default_payment_method: id };
  const after: ApiObject = { ...customer, invoice_settings: settings };
  context.store.save('customer', after, typeof customer.email === 'string' ? customer.email : null);
  return after;
}

type InvoiceSettings = {
  custom_fields?: '' | JsonObject[];
  default_payment_method?: string;
  footer?: string;
  rendering_options?: '' | { amount_tax_display?: string; template?: string };
};

function mergeInvoiceSettings(current: JsonValue | undefined, change: InvoiceSettings = {}): JsonObject {
  const before = (current ?? {}) as JsonObject;
  const rendering = change.rendering_options;
  return {
    custom_fields:
      change.custom_fields === undefined ? (before.custom_fields ?? null) : change.custom_fields || null,
    default_payment_method: mergeText(before.default_payment_method, change.default_payment_method),
    footer: mergeText(before.footer, change.footer),
    rendering_options:
      rendering === undefined
        ? (before.rendering_options ?? null)
        : rendering === ''
          ? null
          : {
              amount_tax_display: rendering.amount_tax_display || null,
              template: rendering.template ?? null,
            },
  };
}

const update = defineRoute({
  method: 'POST',
  path: '/v1/customers/:id',
  params: customerUpdate,
  handle(context, params) {
    const before = requireCustomer(context);
    checkEmail(params.email);
    const card = params.invoice_settings?.default_payment_method;
    if (card) requireOwnMethod(context, card, before.id, 'invoice_settings[default_payment_method]');
    const customer: ApiObject = {
      ...before,
      address: mergeAddress(before.address, params.address),
      balance: params.balance ?? before.balance ?? 0,
      description: mergeText(before.description, params.description),
      email: mergeText(before.email, params.email),
      invoice_prefix: params.invoice_prefix || (before.invoice_prefix ?? null),
      invoice_settings: mergeInvoiceSettings(before.invoice_settings, params.invoice_settings),
      metadata: mergeMetadata(before.metadata, params.metadata),
      name: mergeText(before.name, params.name),
      next_invoice_sequence: params.next_invoice_sequence ?? before.next_invoice_sequence ?? 1,
      phone: mergeText(before.phone, params.phone),
      preferred_locales: params.preferred_locales ?? before.preferred_locales ?? [],
      shipping: mergeShipping(before.shipping, params.shipping),
      tax_exempt:
        params.tax_exempt === undefined ? (before.tax_exempt ?? 'none') : params.tax_exempt || 'none',
    };
    for (const key of ['business_name', 'individual_name'] as const) {
      if (params[key]) customer[key] = params[key];
      else if (params[key] === '') delete customer[key];
    }
    context.store.save('customer', customer, typeof customer.email === 'string' ? customer.email : null);
    const previous = previousAttributes(before, customer);
    if (Object.keys(previous).length > 0) emitEvent(context, 'customer.updated', customer, previous);
    return customer;
  },
});

const retrieve = defineRoute({
  method: 'GET',
  path: '/v1/customers/:id',
  params: customerRetrieve,
  handle(context) {
    const id = pathPart(context, 'id');
    const customer = context.store.find('customer', id);
    if (!customer) throw resourceMissing('customer', id);
    return customer.deleted ? { id, object: 'customer', deleted: true } : customer;
  },
});

const list = defineRoute({
  method: 'GET',
  path: '/v1/customers',
  params: customerList,
  handle(context, params) {
    const all = context.store.list('customer').filter((customer) => !customer.deleted);
    const matching = all.filter(
      (customer) =>
        // Stripe compares the address case-sensitively.
        (params.email === undefined || customer.email === params.email) &&
        (params.test_clock === undefined || customer.test_clock === params.test_clock) &&
        matchesCreated(customer.created, params.created),
    );
    return listEnvelope('/v1/customers', matching, params, 'customer', all);
  },
});

const remove = defineRoute({
  method: 'DELETE',
  path: '/v1/customers/:id',
  params: customerDelete,
  handle(context) {
    const customer = requireCustomer(context);
    removeCustomer(atClock(context, clockOf(context, customer)), customer as Customer);
    return { id: customer.id, object: 'customer', deleted: true };
  },
});

export const customerRoutes: Route[] = [create, update, retrieve, list, remove];
