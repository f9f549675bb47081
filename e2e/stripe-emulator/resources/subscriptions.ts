import type { Subscription } from '../billing/types.ts';
import { invalidRequest } from '../core/api-error.ts';
import { listEnvelope, matchesCreated } from '../core/list.ts';
import { defineRoute, type Route } from '../core/route.ts';
import { cancelSubscription } from '../engine/cancel-subscription.ts';
import { createSubscription } from '../engine/create-subscription.ts';
import { requireByPath } from '../engine/find-object.ts';
import { resumeSubscription } from '../engine/resume-subscription.ts';
import { updateSubscription } from '../engine/update-subscription.ts';
import {
  subscriptionCancel,
  subscriptionCreate,
  subscriptionList,
  subscriptionResume,
  subscriptionRetrieve,
  subscriptionUpdate,
} from '../schemas/subscriptions.ts';

const path = '/v1/subscriptions';
const ended = ['canceled', 'incomplete_expired'];

const create = defineRoute({ method: 'POST', path, params: subscriptionCreate, handle: createSubscription });

const update = defineRoute({
  method: 'POST',
  path: `${path}/:id`,
  params: subscriptionUpdate,
  handle: (context, params) =>
    updateSubscription(context, requireByPath<Subscription>(context, 'subscription'), params),
});

const retrieve = defineRoute({
  method: 'GET',
  path: `${path}/:id`,
  params: subscriptionRetrieve,
  handle: (context) => requireByPath<Subscription>(context, 'subscription'),
});

const list = defineRoute({
  method: 'GET',
  path,
  params: subscriptionList,
  handle(context, params) {
    const all = params.customer
      ? context.store.findByLookup<Subscription>('subscription', params.customer)
      : context.store.list<Subscription>('subscription');
    const { status } = params;
    const matching = all.filter(
      (subscription) =>
        (status === undefined
          ? subscription.status !== 'canceled'
          : status === 'all' ||
            (status === 'ended' ? ended.includes(subscription.status) : subscription.status === status)) &&
        (params.price === undefined ||
          subscription.items.data.some((item) => item.price.id === params.price)) &&
        (params.collection_method === undefined ||
          subscription.collection_method === params.collection_method) &&
        (params.test_clock === undefined || subscription.test_clock === params.test_clock) &&
        subscription.items.data.some((item) =>
          matchesCreated(item.current_period_end, params.current_period_end),
        ) &&
        subscription.items.data.some((item) =>
          matchesCreated(item.current_period_start, params.current_period_start),
        ) &&
        matchesCreated(subscription.created, params.created),
    );
    return listEnvelope(path, matching, params, 'subscription', all);
  },
});

const cancel = defineRoute({
  method: 'DELETE',
  path: `${path}/:id`,
  params: subscriptionCancel,
  handle(context, params) {
    const subscription = requireByPath<Subscription>(context, 'subscription');
    if (ended.includes(subscription.status)) {
      throw invalidRequest(`No such subscription: '${subscription.id}'`, 'id', 'resource_missing');
    }
    return cancelSubscription(context, subscription, {
      invoiceNow: params.invoice_now ?? false,
      prorate: params.prorate ?? false,
      details: {
        ...(params.cancellation_details?.comment ? { comment: params.cancellation_details.comment } : {}),
        ...(params.cancellation_details?.feedback ? { feedback: params.cancellation_details.feedback } : {}),
      },
    });
  },
});

const resume = defineRoute({
  method: 'POST',
  path: `${path}/:id/resume`,
  params: subscriptionResume,
  handle: (context, params) =>
    resumeSubscription(
      context,
      requireByPath<Subscription>(context, 'subscription'),
      params.billing_cycle_anchor ?? 'now',
    ),
});

export const subscriptionRoutes: Route[] = [create, update, retrieve, list, cancel, resume];
