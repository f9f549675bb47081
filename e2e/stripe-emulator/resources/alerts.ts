import type Stripe from 'stripe';
import { invalidRequest } from '../core/api-error.ts';
import { newId } from '../core/ids.ts';
import { listEnvelope } from '../core/list.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { type Resource, requireNamed, requireObject } from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

const alerts: Resource = { path: '/v1/billing/alerts', kind: 'billing.alert', label: 'billing alert' };

/** An alert has no creation time at Stripe; ours knows it, because usage counts from there. */
function show(alert: ApiObject): JsonObject {
  const { created: _, ...shown } = alert;
  return shown;
}

const create = sdkRoute<Stripe.Billing.AlertCreateParams>({
  method: 'POST',
  path: alerts.path,
  handle(context, params) {
    const threshold = params.usage_threshold;
    if (!threshold) {
      throw invalidRequest(
        'Missing required param: usage_threshold.',
        'usage_threshold',
        'parameter_missing',
      );
    }
    const meter = { kind: 'billing.meter', label: 'billing meter' };
    requireObject(context, meter, threshold.meter, 'usage_threshold[meter]');
    for (const filter of threshold.filters ?? []) {
      if (filter.customer === undefined) continue;
      const customer = { kind: 'customer', label: 'customer' };
      requireObject(context, customer, filter.customer, 'usage_threshold[filters][0][customer]');
    }
    const alert: ApiObject = {
      id: newId('alrt', 16),
      object: alerts.kind,
      alert_type: params.alert_type,
      created: context.now,
      livemode: false,
      status: 'active',
      title: params.title,
      usage_threshold: {
        filters:
          threshold.filters?.map((filter) => ({ customer: filter.customer ?? null, type: filter.type })) ??
          null,
        gte: threshold.gte,
        meter: threshold.meter,
        recurrence: threshold.recurrence,
      },
    };
    context.store.insert(alerts.kind, alert, threshold.meter);
    return show(alert);
  },
});

function become(context: RequestContext, status: 'active' | 'inactive' | 'archived'): JsonObject {
  const alert = requireNamed(context, alerts);
  if (alert.status === 'archived')
    throw invalidRequest('This alert is archived; that cannot be undone.', 'id');
  if (alert.status === status) throw invalidRequest(`This alert is already ${status}.`, 'id');
  const after: ApiObject = { ...alert, status };
  context.store.save(alerts.kind, after, String((alert.usage_threshold as JsonObject).meter));
  return show(after);
}

const retrieve = sdkRoute<Stripe.Billing.AlertRetrieveParams>({
  method: 'GET',
  path: `${alerts.path}/:id`,
  handle: (context) => show(requireNamed(context, alerts)),
});

const list = sdkRoute<Stripe.Billing.AlertListParams>({
  method: 'GET',
  path: alerts.path,
  handle(context, params) {
    const all = context.store.list(alerts.kind);
    const found = params.meter === undefined ? all : context.store.findByLookup(alerts.kind, params.meter);
    return listEnvelope(alerts.path, found.map(show), params, alerts.label, all.map(show));
  },
});

const activate = sdkRoute<Stripe.Billing.AlertActivateParams>({
  method: 'POST',
  path: `${alerts.path}/:id/activate`,
  handle: (context) => become(context, 'active'),
});

const deactivate = sdkRoute<Stripe.Billing.AlertDeactivateParams>({
  method: 'POST',
  path: `${alerts.path}/:id/deactivate`,
  handle: (context) => become(context, 'inactive'),
});

const archive = sdkRoute<Stripe.Billing.AlertArchiveParams>({
  method: 'POST',
  path: `${alerts.path}/:id/archive`,
  handle: (context) => become(context, 'archived'),
});

export const alertRoutes: Route[] = [create, retrieve, list, activate, deactivate, archive];
