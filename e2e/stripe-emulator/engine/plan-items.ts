import { isSameCadence } from '../billing/periods.ts';
import type { Subscription, SubscriptionItem } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { mergeMetadata } from '../core/metadata.ts';
import type { RequestContext } from '../core/route.ts';
import { applyDiscounts, type DiscountParam } from './discounts.ts';
import {
  cadenceOf,
  isMetered,
  makeItem,
  type PriceParams,
  resolveRecurringPrice,
  withPrice,
} from './subscription-items.ts';

export type ItemParams = PriceParams & {
  id?: string;
  quantity?: number;
  deleted?: boolean;
  clear_usage?: boolean;
  metadata?: Record<string, string> | '';
  discounts?: DiscountParam[] | '';
};

/** One item before and after: without a before it is new, without an after it goes. */
export type ItemChange = {
  before: SubscriptionItem | undefined;
  after: SubscriptionItem | undefined;
  /** Usage up to now is dropped, not billed. */
  isUsageCleared: boolean;
};

/** What the parameters make of the items; items that they do not name stay as they are. Nothing is stored. */
export function planItems(
  context: RequestContext,
  subscription: Subscription,
  params: readonly ItemParams[] = [],
): ItemChange[] {
  const changes: ItemChange[] = subscription.items.data.map((item, position) => {
    const given = params.find((each) => each.id === item.id);
    if (!given) return { before: item, after: item, isUsageCleared: false };
    const isUsageCleared = given.clear_usage ?? false;
    if (given.deleted) return { before: item, after: undefined, isUsageCleared };
    const isPriced = given.price !== undefined || given.plan !== undefined || given.price_data !== undefined;
    const price = isPriced ? resolveRecurringPrice(context, given, `items[${position}][price]`) : item.price;
    const quantity = given.quantity ?? (isMetered(price) ? undefined : item.quantity);
    const after = {
      ...withPrice(item, price, quantity),
      metadata: mergeMetadata(item.metadata, given.metadata),
    };
    if (given.discounts !== undefined) {
      const owner = {
        customer: subscription.customer,
        subscription: subscription.id,
        subscription_item: item.id,
      };
      after.discounts = applyDiscounts(context, given.discounts, owner);
    }
    return { before: item, after, isUsageCleared };
  });
  for (const [index, given] of params.entries()) {
    if (given.id !== undefined) {
      if (subscription.items.data.some((item) => item.id === given.id)) continue;
      throw invalidRequest(
        `No such subscription item: '${given.id}'`,
        `items[${index}][id]`,
        'resource_missing',
      );
    }
    changes.push({
      before: undefined,
      after: addedItem(context, subscription, given, index),
      isUsageCleared: false,
    });
  }
  return changes;
}

function addedItem(
  context: RequestContext,
  subscription: Subscription,
  given: ItemParams,
  index: number,
): SubscriptionItem {
  const price = resolveRecurringPrice(context, given, `items[${index}][price]`);
  if (subscription.items.data.some((item) => item.price.id === price.id)) {
    throw invalidRequest(
      `Cannot add multiple subscription items with the same plan: ${price.id}`,
      `items[${index}][price]`,
    );
  }
  const item = makeItem(context, {
    subscription: subscription.id,
    price,
    quantity: given.quantity,
    // The caller decides the real period; a new item never has one of its own.
    period: { start: context.now, end: context.now },
    metadata: mergeMetadata({}, given.metadata),
  });
  const owner = {
    customer: subscription.customer,
    subscription: subscription.id,
    subscription_item: item.id,
  };
  item.discounts = applyDiscounts(context, given.discounts, owner);
  return item;
}

/** Whether a change bills something other than before. */
export function isRepriced({ before, after }: ItemChange): boolean {
  return before?.price.id !== after?.price.id || before?.quantity !== after?.quantity;
}

/** Whether a licensed item goes to another interval: that starts a new cycle for the whole subscription. */
export function movesAnchor({ before, after }: ItemChange): boolean {
  if (!before || !after || isMetered(before.price) || isMetered(after.price)) return false;
  return !isSameCadence(cadenceOf(before), cadenceOf(after));
}
