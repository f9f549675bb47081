import type { Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { mergeMetadata, mergeText } from '../core/metadata.ts';
import type { RequestContext } from '../core/route.ts';
import type { SubscriptionUpdate } from '../schemas/subscriptions.ts';
import { paymentSettings } from './blank-subscription.ts';
import { applyDiscounts } from './discounts.ts';
import { requireOwnMethod } from './own-payment-method.ts';
import { readTaxRates } from './taxes.ts';

/** The subscription with everything that the parameters change directly; items and periods are not among it. */
export function changeMembers(
  context: RequestContext,
  before: Subscription,
  params: SubscriptionUpdate,
): Subscription {
  const owner = { customer: before.customer, subscription: before.id };
  const after: Subscription = {
    ...before,
    cancellation_details: mergeDetails(before, params.cancellation_details),
    collection_method: params.collection_method ?? before.collection_method,
    days_until_due: params.days_until_due ?? before.days_until_due,
    default_payment_method:
      params.default_payment_method === undefined
        ? before.default_payment_method
        : requireOwnMethod(context, params.default_payment_method, before.customer),
    default_tax_rates: readTaxRates(context, params.default_tax_rates, before.default_tax_rates),
    description: mergeText(before.description, params.description) as string | null,
    discounts:
      params.discounts === undefined ? before.discounts : applyDiscounts(context, params.discounts, owner),
    metadata: mergeMetadata(before.metadata, params.metadata),
    pause_collection: mergePause(before, params.pause_collection),
    payment_settings: params.payment_settings
      ? paymentSettings(params.payment_settings)
      : (before.payment_settings ?? null),
    trial_settings: params.trial_settings
      ? { end_behavior: { ...before.trial_settings.end_behavior, ...params.trial_settings.end_behavior } }
      : before.trial_settings,
  };
  if (after.collection_method === 'send_invoice' && after.days_until_due === null) {
    throw invalidRequest(
      'You must pass `days_until_due` when `collection_method` is `send_invoice`.',
      'days_until_due',
    );
  }
  return withCancellation(context, withTrial(context, after, params.trial_end), params);
}

function mergeDetails(before: Subscription, change: SubscriptionUpdate['cancellation_details']) {
  if (!change) return before.cancellation_details;
  const { comment, feedback } = before.cancellation_details;
  return {
    ...before.cancellation_details,
    comment: change.comment === undefined ? (comment ?? null) : change.comment || null,
    feedback: change.feedback === undefined ? (feedback ?? null) : change.feedback || null,
  };
}

function mergePause(before: Subscription, change: SubscriptionUpdate['pause_collection']) {
  if (change === undefined) return before.pause_collection;
  return change === '' ? null : { behavior: change.behavior, resumes_at: change.resumes_at ?? null };
}

function withTrial(
  context: RequestContext,
  subscription: Subscription,
  end: SubscriptionUpdate['trial_end'],
): Subscription {
  if (end === undefined) return subscription;
  if (end === 'now' || end <= context.now) {
    if (subscription.status !== 'trialing') return subscription;
    return { ...subscription, status: 'active', trial_end: context.now };
  }
  return {
    ...subscription,
    billing_cycle_anchor: end,
    status: 'trialing',
    trial_end: end,
    trial_start: subscription.status === 'trialing' ? subscription.trial_start : context.now,
  };
}

function withCancellation(
  context: RequestContext,
  subscription: Subscription,
  params: SubscriptionUpdate,
): Subscription {
  const ends = subscription.items.data.map((item) => item.current_period_end);
  const isOff = params.cancel_at_period_end === false && subscription.cancel_at_period_end;
  if (params.cancel_at === '' || (isOff && params.cancel_at === undefined)) {
    return {
      ...subscription,
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { ...subscription.cancellation_details, reason: null },
    };
  }
  const isAtEnd = params.cancel_at_period_end === true;
  const at = isAtEnd || params.cancel_at === 'max_period_end' ? Math.max(...ends) : params.cancel_at;
  if (at === undefined) return subscription;
  return {
    ...subscription,
    // With mixed intervals the longest period counts: what is paid runs to its end.
    cancel_at: at === 'min_period_end' ? Math.min(...ends) : (at as number),
    cancel_at_period_end: isAtEnd,
    canceled_at: context.now,
    cancellation_details: { ...subscription.cancellation_details, reason: 'cancellation_requested' },
  };
}
