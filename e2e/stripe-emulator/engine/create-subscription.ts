import { fraction } from '../billing/fraction.ts';
import { periodAt } from '../billing/periods.ts';
import type { Customer, Line, Subscription, SubscriptionItem } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { mergeMetadata } from '../core/metadata.ts';
import type { RequestContext } from '../core/route.ts';
import { atCustomer } from '../core/timeline.ts';
import type { SubscriptionCreate } from '../schemas/subscriptions.ts';
import { addOneTimeItems } from './add-invoice-items.ts';
import { collectNow, draftForSubscription } from './bill-subscription.ts';
import { blankSubscription } from './blank-subscription.ts';
import { applyDiscounts } from './discounts.ts';
import { requireCustomerParam } from './find-object.ts';
import { advanceLine, itemParent, makeLine, pricingOf, productName } from './line-items.ts';
import { requireOwnMethod } from './own-payment-method.ts';
import { saveInvoice } from './save-invoice.ts';
import { storeSubscription, trialNotice } from './save-subscription.ts';
import { createSetupIntent } from './setup-intents.ts';
import { checkItems, isMetered, makeItem, periodOf, resolveRecurringPrice } from './subscription-items.ts';
import { readTaxRates } from './taxes.ts';
import { setUsageStart } from './usage.ts';

/**
 * Starts a subscription in its customer's time: items, trial, first invoice and its payment.
 * Throws 400 for what cannot be billed and 402 for a card that fails under `error_if_incomplete`.
 * A schedule's subscription is active from the start; its first invoice keeps its hour as a draft.
 */
export function createSubscription(
  given: RequestContext,
  params: SubscriptionCreate,
  isScheduled = false,
): Subscription {
  const customer = requireCustomerParam(given, params.customer);
  const context = atCustomer(given, customer.id);
  const isAutomatic = params.collection_method !== 'send_invoice';
  if (!isAutomatic && params.days_until_due === undefined) {
    throw invalidRequest(
      'You must pass `days_until_due` when `collection_method` is `send_invoice`.',
      'days_until_due',
    );
  }
  const trialEnd = readTrialEnd(context, params);
  const anchor = trialEnd ?? readAnchor(context, params);
  const id = newId('sub', 24);
  const items = makeItems(context, id, customer, params, anchor, trialEnd);
  const billingMode = params.billing_mode?.type ?? 'flexible';
  checkItems(items, billingMode);
  let subscription = blankSubscription(context, id, customer, params, {
    billing_cycle_anchor: anchor,
    currency: items[0]?.price.currency ?? 'usd',
    default_payment_method: requireOwnMethod(context, params.default_payment_method, customer.id),
    default_tax_rates: readTaxRates(context, params.default_tax_rates),
    discounts: applyDiscounts(context, params.discounts, { customer: customer.id, subscription: id }),
    items: { object: 'list', data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    metadata: mergeMetadata({}, params.metadata),
    status: trialEnd ? 'trialing' : isAutomatic && !isScheduled ? 'incomplete' : 'active',
    trial_end: trialEnd ?? null,
    trial_start: trialEnd ? context.now : null,
  });
  const needsCard = trialEnd !== undefined && isAutomatic && !hasCard(customer, subscription);
  if (needsCard) subscription.pending_setup_intent = createSetupIntent(context, { customer: customer.id }).id;
  subscription = withCancellation(context, subscription, params);
  storeSubscription(context, subscription);
  emitEvent(context, 'customer.subscription.created', subscription);
  if (trialEnd !== undefined && trialEnd - context.now <= trialNotice) {
    emitEvent(context, 'customer.subscription.trial_will_end', subscription);
  }
  addOneTimeItems(context, customer, subscription, params.add_invoice_items);
  const { invoice } = draftForSubscription(context, subscription, {
    reason: 'subscription_create',
    lines: firstLines(context, subscription, params.proration_behavior === 'none'),
    period: { start: context.now, end: context.now },
  });
  if (isScheduled) saveInvoice(context, invoice, invoice, []);
  else collectNow(context, invoice, params.payment_behavior ?? 'allow_incomplete');
  return context.store.find<Subscription>('subscription', id) as Subscription;
}

function readTrialEnd(context: RequestContext, params: SubscriptionCreate): number | undefined {
  const end = params.trial_end;
  if (end === 'now') return undefined;
  if (end !== undefined) {
    if (end > context.now) return end;
    throw invalidRequest('The `trial_end` timestamp must be in the future.', 'trial_end');
  }
  return params.trial_period_days ? context.now + params.trial_period_days * 86_400 : undefined;
}

function readAnchor(context: RequestContext, params: SubscriptionCreate): number {
  const anchor = params.billing_cycle_anchor ?? context.now;
  if (anchor >= context.now) return anchor;
  throw invalidRequest('The `billing_cycle_anchor` timestamp cannot be in the past.', 'billing_cycle_anchor');
}

function makeItems(
  context: RequestContext,
  subscription: string,
  customer: Customer,
  params: SubscriptionCreate,
  anchor: number,
  trialEnd: number | undefined,
): SubscriptionItem[] {
  return (params.items ?? []).map((each, index) => {
    const price = resolveRecurringPrice(context, each, `items[${index}][price]`);
    const end = trialEnd ?? periodAt(anchor, price.recurring, context.now).end;
    const item = makeItem(context, {
      subscription,
      price,
      quantity: each.quantity,
      period: { start: context.now, end },
      metadata: mergeMetadata({}, each.metadata),
    });
    const owner = { customer: customer.id, subscription, subscription_item: item.id };
    item.discounts = applyDiscounts(context, each.discounts, owner);
    if (isMetered(price)) setUsageStart(context, item.id, trialEnd ?? context.now);
    return item;
  });
}

/** The first invoice: a trial shows what it is free for; a period shortened by its anchor is cut by the second. */
function firstLines(context: RequestContext, subscription: Subscription, isFree: boolean): Line[] {
  return subscription.items.data.flatMap((item) => {
    if (isMetered(item.price)) return [];
    const period = periodOf(item);
    if (subscription.status === 'trialing') {
      return [
        makeLine({
          amount: 0,
          currency: item.price.currency,
          description: `Free trial for ${item.quantity ?? 1} × ${productName(context, item.price)}`,
          period,
          quantity: fraction(item.quantity ?? 1),
          pricing: pricingOf(item.price),
          parent: itemParent(subscription.id, item.id, false),
          metadata: subscription.metadata,
          subscription: subscription.id,
        }),
      ];
    }
    const whole = periodAt(subscription.billing_cycle_anchor, item.price.recurring, context.now);
    if (whole.start === period.start) return [advanceLine(context, subscription, item, period)];
    if (isFree) return [];
    const part = fraction(period.end - period.start, whole.end - whole.start);
    return [advanceLine(context, subscription, item, period, part)];
  });
}

function hasCard(customer: Customer, subscription: Subscription): boolean {
  return (subscription.default_payment_method ?? customer.invoice_settings.default_payment_method) !== null;
}

function withCancellation(
  context: RequestContext,
  subscription: Subscription,
  params: SubscriptionCreate,
): Subscription {
  const ends = subscription.items.data.map((item) => item.current_period_end);
  const at = params.cancel_at_period_end
    ? Math.max(...ends)
    : params.cancel_at === 'min_period_end'
      ? Math.min(...ends)
      : params.cancel_at === 'max_period_end'
        ? Math.max(...ends)
        : params.cancel_at;
  if (at === undefined) return subscription;
  return {
    ...subscription,
    cancel_at: at,
    cancel_at_period_end: params.cancel_at_period_end ?? false,
    canceled_at: context.now,
  };
}
