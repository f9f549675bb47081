import type { Subscription, SubscriptionItem } from '../billing/types.ts';
import { resourceMissing } from '../core/api-error.ts';
import { listEnvelope } from '../core/list.ts';
import { defineRoute, pathPart, type RequestContext, type Route } from '../core/route.ts';
import type { StoredObject } from '../core/store.ts';
import { requireByParam } from '../engine/find-object.ts';
import { updateSubscription } from '../engine/update-subscription.ts';
import {
  subscriptionItemCreate,
  subscriptionItemDelete,
  subscriptionItemList,
  subscriptionItemUpdate,
  subscriptionRetrieve,
} from '../schemas/subscriptions.ts';

const path = '/v1/subscription_items';

function requireItem(context: RequestContext): { subscription: Subscription; item: SubscriptionItem } {
  const id = pathPart(context, 'id');
  const pointer = context.store.find<StoredObject>('subscription_item', id);
  const subscription = context.store.find<Subscription>('subscription', String(pointer?.subscription ?? ''));
  const item = subscription?.items.data.find((each) => each.id === id);
  if (!subscription || !item) throw resourceMissing('subscription_item', id);
  return { subscription, item };
}

const create = defineRoute({
  method: 'POST',
  path,
  params: subscriptionItemCreate,
  handle(context, params) {
    const {
      subscription: id,
      payment_behavior,
      proration_behavior,
      proration_date,
      expand: _,
      ...item
    } = params;
    const before = requireByParam<Subscription>(context, 'subscription', id, 'subscription');
    const known = new Set(before.items.data.map((each) => each.id));
    const behavior = { payment_behavior, proration_behavior, proration_date };
    const after = updateSubscription(context, before, { ...behavior, items: [item] });
    return after.items.data.find((each) => !known.has(each.id)) ?? {};
  },
});

const update = defineRoute({
  method: 'POST',
  path: `${path}/:id`,
  params: subscriptionItemUpdate,
  handle(context, params) {
    const { subscription, item } = requireItem(context);
    const {
      payment_behavior,
      proration_behavior,
      proration_date,
      expand: _,
      off_session: __,
      ...change
    } = params;
    const behavior = { payment_behavior, proration_behavior, proration_date };
    const after = updateSubscription(context, subscription, {
      ...behavior,
      items: [{ ...change, id: item.id }],
    });
    return after.items.data.find((each) => each.id === item.id) ?? {};
  },
});

const retrieve = defineRoute({
  method: 'GET',
  path: `${path}/:id`,
  params: subscriptionRetrieve,
  handle: (context) => requireItem(context).item,
});

const remove = defineRoute({
  method: 'DELETE',
  path: `${path}/:id`,
  params: subscriptionItemDelete,
  handle(context, params) {
    const { subscription, item } = requireItem(context);
    const { clear_usage, ...behavior } = params;
    const items = [{ id: item.id, deleted: true, clear_usage }];
    updateSubscription(context, subscription, { ...behavior, items });
    return { id: item.id, object: 'subscription_item', deleted: true };
  },
});

const list = defineRoute({
  method: 'GET',
  path,
  params: subscriptionItemList,
  handle(context, params) {
    const found = requireByParam<Subscription>(context, 'subscription', params.subscription, 'subscription');
    return listEnvelope(path, found.items.data, params, 'subscription item');
  },
});

export const subscriptionItemRoutes: Route[] = [create, update, retrieve, remove, list];
