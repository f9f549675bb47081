import type Stripe from 'stripe';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import type { InForm } from '../core/in-form.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import { listRoute, type Resource, retrieveRoute, updateRoute } from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

export const configurations: Resource = {
  path: '/v1/billing_portal/configurations',
  kind: 'billing_portal.configuration',
  label: 'configuration',
};

type Features = InForm<Stripe.BillingPortal.ConfigurationCreateParams.Features>;

const defaults: Record<string, JsonObject> = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
};

/** Stripe's defaults, what was there before, and what the request says, in this order. */
function mergeFeatures(before: JsonObject, wanted: Features | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, standard]) => {
      const asked = (wanted?.[name as keyof Features] ?? {}) as JsonObject;
      const merged: JsonObject = { ...standard, ...((before[name] ?? {}) as JsonObject), ...asked };
      // An emptied list comes as the empty text.
      return [
        name,
        Object.fromEntries(Object.entries(merged).map(([key, value]) => [key, value === '' ? [] : value])),
      ];
    }),
  );
}

/** Stores a configuration; the first one is the account's default. */
export function createConfiguration(
  context: RequestContext,
  params: InForm<Stripe.BillingPortal.ConfigurationCreateParams>,
): ApiObject {
  const id = newId('bpc', 24);
  const configuration: ApiObject = {
    id,
    object: configurations.kind,
    active: true,
    application: null,
    business_profile: {
      headline: params.business_profile?.headline || null,
      privacy_policy_url: params.business_profile?.privacy_policy_url || null,
      terms_of_service_url: params.business_profile?.terms_of_service_url || null,
    },
    created: context.now,
    default_return_url: params.default_return_url || null,
    features: mergeFeatures({}, params.features),
    is_default: context.store.list(configurations.kind).length === 0,
    livemode: false,
    login_page: {
      enabled: params.login_page?.enabled ?? false,
      url: params.login_page?.enabled ? `${context.baseUrl}/_pages/login/${id}` : null,
    },
    metadata: params.metadata ?? {},
    name: params.name || null,
    updated: context.now,
  };
  context.store.insert(configurations.kind, configuration);
  emitEvent(context, 'billing_portal.configuration.created', configuration);
  return configuration;
}

const create = sdkRoute<Stripe.BillingPortal.ConfigurationCreateParams>({
  method: 'POST',
  path: configurations.path,
  handle: createConfiguration,
});

const update = updateRoute<Stripe.BillingPortal.ConfigurationUpdateParams>(
  configurations,
  'billing_portal.configuration.updated',
  (before, params, context) => ({
    active: params.active ?? before.active ?? true,
    business_profile: {
      ...(before.business_profile as JsonObject),
      ...((params.business_profile || {}) as JsonObject),
    },
    default_return_url:
      params.default_return_url === undefined
        ? (before.default_return_url ?? null)
        : params.default_return_url || null,
    features: mergeFeatures(before.features as JsonObject, params.features as Features | undefined),
    name: params.name === undefined ? (before.name ?? null) : params.name || null,
    updated: context.now,
  }),
);

export const portalConfigurationRoutes: Route[] = [
  create,
  update,
  retrieveRoute(configurations),
  listRoute<Stripe.BillingPortal.ConfigurationListParams>(
    configurations,
    (one, params) =>
      (params.active === undefined || one.active === params.active) &&
      (params.is_default === undefined || one.is_default === params.is_default),
  ),
];
