import { type Cadence, isSameCadence, type Period } from '../billing/periods.ts';
import type { Price, SubscriptionItem } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { newId } from '../core/ids.ts';
import { present } from '../core/present.ts';
import type { RequestContext } from '../core/route.ts';
import type { JsonObject } from '../core/store.ts';
import { createPrice } from '../resources/create-price.ts';
import { requirePrice } from './find-object.ts';

export type RecurringPrice = SubscriptionItem['price'];

export type PriceParams = {
  price?: string;
  plan?: string;
  price_data?: {
    currency: string;
    product: string;
    recurring?: { interval: 'day' | 'month' | 'week' | 'year'; interval_count?: number };
    tax_behavior?: 'exclusive' | 'inclusive' | 'unspecified';
    unit_amount?: number;
    unit_amount_decimal?: string;
  };
};

/** The price that parameters name or describe. Throws 400 when they do neither. */
export function resolvePrice(context: RequestContext, params: PriceParams, param: string): Price {
  if (params.price_data) return createPrice(context, params.price_data) as Price;
  const id = params.price ?? params.plan;
  if (!id) throw invalidRequest(`Missing required param: ${param}.`, param, 'parameter_missing');
  return requirePrice(context, id, param);
}

/** The price of a subscription item. Throws 400 for a price that is paid once. */
export function resolveRecurringPrice(
  context: RequestContext,
  params: PriceParams,
  param: string,
): RecurringPrice {
  const price = resolvePrice(context, params, param);
  if (price.recurring) return price as RecurringPrice;
  throw invalidRequest(
    `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
    param,
  );
}

export type NewItem = {
  subscription: string;
  price: RecurringPrice;
  quantity: number | undefined;
  period: Period;
  metadata?: JsonObject;
  discounts?: string[];
};

/** A new item of a subscription. Metered items have no quantity. Throws 400 when they are given one. */
export function makeItem(context: RequestContext, options: NewItem): SubscriptionItem {
  const item = {
    id: newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: context.now,
    current_period_end: options.period.end,
    current_period_start: options.period.start,
    current_trial: null,
    discounts: options.discounts ?? [],
    metadata: options.metadata ?? {},
    subscription: options.subscription,
    tax_rates: [],
  };
  return withPrice(
    item as Omit<SubscriptionItem, 'price'> as SubscriptionItem,
    options.price,
    options.quantity,
  );
}

/** The item at another price or quantity. */
export function withPrice(
  item: SubscriptionItem,
  price: RecurringPrice,
  quantity: number | undefined,
): SubscriptionItem {
  const { quantity: _, ...rest } = item;
  const common = { ...rest, plan: toPlan(price), price: present(price) as RecurringPrice };
  if (!isMetered(price)) return { ...common, quantity: quantity ?? 1 } as SubscriptionItem;
  if (quantity === undefined) return common as SubscriptionItem;
  throw invalidRequest('You cannot set the quantity for metered plans.', 'items');
}

export function isMetered(price: Price): boolean {
  return price.recurring?.usage_type === 'metered';
}

export function cadenceOf(item: SubscriptionItem): Cadence {
  return item.price.recurring;
}

export function periodOf(item: SubscriptionItem): Period {
  return { start: item.current_period_start, end: item.current_period_end };
}

/**
 * Throws 400 for items that cannot be billed together: other currencies, and other intervals unless the billing
 * mode is flexible.
 */
export function checkItems(items: readonly SubscriptionItem[], billingMode: string): void {
  const [first] = items;
  if (!first) throw invalidRequest('A subscription needs at least one item.', 'items');
  for (const item of items) {
    if (item.price.currency !== first.price.currency) {
      throw invalidRequest('All prices on a subscription must have the same currency.', 'items');
    }
    if (billingMode !== 'flexible' && !isSameCadence(cadenceOf(item), cadenceOf(first))) {
      throw invalidRequest(
        'Currently, all the items in a subscription must have the same billing interval. Set `billing_mode[type]=flexible` for mixed intervals.',
        'items',
      );
    }
  }
}

/** The old form of a price, which items still carry. */
export function toPlan(price: Price): JsonObject {
  const recurring = price.recurring;
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: recurring?.interval ?? null,
    interval_count: recurring?.interval_count ?? null,
    livemode: false,
    metadata: price.metadata ?? {},
    meter: recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: price.tiers_mode,
    transform_usage: price.transform_quantity,
    trial_period_days: recurring?.trial_period_days ?? null,
    usage_type: recurring?.usage_type ?? 'licensed',
  };
}
