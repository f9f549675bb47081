import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { InForm } from '../core/in-form.ts';
import { mergeMetadata } from '../core/metadata.ts';
import { previousAttributes, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import {
  listRoute,
  type Resource,
  requireNamed,
  requireObject,
  retrieveRoute,
  saveChange,
} from '../core/standard-routes.ts';
import type { ApiObject } from '../core/store.ts';
import { atClock, clockOf } from '../core/timeline.ts';
import { recordMovement } from './balance.ts';

export const refunds: Resource = { path: '/v1/refunds', kind: 'refund', label: 'refund' };

type RefundOptions = { amount?: number; reason?: string; metadata?: Record<string, string> };

/**
 * Gives money of a charge back: stores the refund and its balance transaction, and counts it on the charge.
 * The whole rest without an amount (minor units). Throws ApiError 400 for a charge that was not paid or has less left.
 */
export function refundCharge(given: RequestContext, charge: ApiObject, options: RefundOptions): ApiObject {
  const context = atClock(given, clockOf(given, charge));
  const left = Number(charge.amount) - Number(charge.amount_refunded);
  const amount = options.amount ?? left;
  if (charge.status !== 'succeeded') {
    throw invalidRequest(`Charge ${charge.id} was not successful and cannot be refunded.`, 'charge');
  }
  if (left === 0) {
    throw invalidRequest(
      `Charge ${charge.id} has already been refunded.`,
      'charge',
      'charge_already_refunded',
    );
  }
  if (charge.disputed === true) {
    throw invalidRequest(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      'charge',
      'charge_disputed',
    );
  }
  if (amount < 1 || amount > left) {
    throw invalidRequest(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}), or less than 1.`,
      'amount',
    );
  }
  const id = newId('re', 24);
  const currency = String(charge.currency);
  const movement = recordMovement(context, {
    amount: -amount,
    currency,
    type: 'refund',
    source: id,
    description: charge.description === null ? null : `REFUND FOR CHARGE (${String(charge.description)})`,
  });
  const refund: ApiObject = {
    id,
    object: refunds.kind,
    amount,
    balance_transaction: movement.id,
    charge: charge.id,
    created: context.now,
    currency,
    customer: charge.customer ?? null,
    customer_account: null,
    destination_details: {
      card: {
        reference: '1234567890123456',
        reference_status: 'available',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    metadata: options.metadata ?? {},
    payment_intent: charge.payment_intent ?? null,
    payment_method: charge.payment_method ?? null,
    reason: options.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  context.store.insert(refunds.kind, refund, charge.id);
  emitEvent(context, 'refund.created', refund);
  countOnCharge(context, charge);
  return refund;
}

function countOnCharge(context: RequestContext, before: ApiObject): void {
  const data = context.store
    .findByLookup(refunds.kind, before.id)
    .filter((refund) => refund.status !== 'canceled');
  const refunded = data.reduce((sum, refund) => sum + Number(refund.amount), 0);
  const after: ApiObject = {
    ...before,
    amount_refunded: refunded,
    refunded: refunded === before.amount,
    refunds: { object: 'list', data, has_more: false, url: `/v1/charges/${before.id}/refunds` },
  };
  context.store.save(
    'charge',
    after,
    typeof before.payment_intent === 'string' ? before.payment_intent : null,
  );
  const { refunds: _, ...previous } = previousAttributes(before, after);
  emitEvent(context, 'charge.refunded', after, previous);
}

/** The charge that a refund means: the one named, or the last one of the payment intent. */
function chargeOf(context: RequestContext, params: InForm<Stripe.RefundCreateParams>): ApiObject {
  const charges = { kind: 'charge', label: 'charge' };
  if (params.charge) return requireObject(context, charges, params.charge, 'charge');
  if (!params.payment_intent) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
      'charge',
      'parameter_missing',
    );
  }
  const intents = { kind: 'payment_intent', label: 'payment_intent' };
  const intent = requireObject(context, intents, params.payment_intent, 'payment_intent');
  if (typeof intent.latest_charge === 'string' && intent.status === 'succeeded') {
    return requireObject(context, charges, intent.latest_charge, 'payment_intent');
  }
  throw invalidRequest('This PaymentIntent does not have a successful charge to refund.', 'payment_intent');
}

const create = sdkRoute<Stripe.RefundCreateParams>({
  method: 'POST',
  path: refunds.path,
  handle(context, params) {
    if (params.reverse_transfer || params.refund_application_fee) {
      throw invalidRequest(
        'This charge was not made for another account: there is no transfer to reverse.',
        'reverse_transfer',
      );
    }
    return refundCharge(context, chargeOf(context, params), {
      amount: params.amount,
      reason: params.reason,
      metadata: params.metadata || {},
    });
  },
});

const update = sdkRoute<Stripe.RefundUpdateParams>({
  method: 'POST',
  path: `${refunds.path}/:id`,
  handle(context, params) {
    const before = requireNamed(context, refunds);
    const metadata = mergeMetadata(before.metadata, params.metadata);
    const after = saveChange(context, before, { metadata }, 'refund.updated', String(before.charge));
    if (after !== before)
      emitEvent(context, 'charge.refund.updated', after, previousAttributes(before, after));
    return after;
  },
});

/** Card refunds are done at once here, so there is never one to cancel. */
const cancel = sdkRoute<Stripe.RefundCancelParams>({
  method: 'POST',
  path: `${refunds.path}/:id/cancel`,
  handle(context) {
    const refund = requireNamed(context, refunds);
    throw invalidRequest(
      `Refund ${refund.id} has the status ${String(refund.status)} and cannot be canceled.`,
      'id',
    );
  },
});

export const refundRoutes: Route[] = [
  create,
  update,
  cancel,
  retrieveRoute(refunds),
  listRoute<Stripe.RefundListParams>(
    refunds,
    (refund, params) =>
      (params.charge === undefined || refund.charge === params.charge) &&
      (params.payment_intent === undefined || refund.payment_intent === params.payment_intent),
  ),
];
