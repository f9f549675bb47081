import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { newId } from '../core/ids.ts';
import { listEnvelope } from '../core/list.ts';
import { pathPart, type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import {
  type Resource,
  requireNamed,
  requireObject,
  retrieveRoute,
  updateRoute,
} from '../core/standard-routes.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

const features: Resource = {
  path: '/v1/entitlements/features',
  kind: 'entitlements.feature',
  label: 'feature',
};
const products = { path: '/v1/products', kind: 'product', label: 'product' };
const productFeature = 'product_feature';
const entitlement = 'entitlements.active_entitlement';

const createFeature = sdkRoute<Stripe.Entitlements.FeatureCreateParams>({
  method: 'POST',
  path: features.path,
  handle(context, params) {
    if (context.store.findByLookup(features.kind, params.lookup_key).some((feature) => feature.active)) {
      throw invalidRequest(`A feature with lookup_key ${params.lookup_key} already exists.`, 'lookup_key');
    }
    const feature: ApiObject = {
      id: newId('feat_test', 32),
      object: features.kind,
      active: true,
      created: context.now,
      livemode: false,
      lookup_key: params.lookup_key,
      metadata: params.metadata ?? {},
      name: params.name,
    };
    context.store.insert(features.kind, feature, params.lookup_key);
    return feature;
  },
});

const updateFeature = updateRoute<Stripe.Entitlements.FeatureUpdateParams>(
  features,
  undefined,
  (before, params) => ({
    active: params.active ?? before.active ?? true,
    name: params.name ?? before.name ?? '',
  }),
  (after) => String(after.lookup_key),
);

const listFeatures = sdkRoute<Stripe.Entitlements.FeatureListParams>({
  method: 'GET',
  path: features.path,
  handle(context, params) {
    const all = context.store.list(features.kind);
    const found = all.filter(
      (feature) =>
        (params.lookup_key === undefined || feature.lookup_key === params.lookup_key) &&
        feature.active !== (params.archived ?? false),
    );
    return listEnvelope(features.path, found, params, features.label, all);
  },
});

function showProductFeature(context: RequestContext, link: ApiObject): JsonObject {
  const feature = context.store.find(features.kind, String(link.feature)) ?? null;
  return { id: link.id, object: productFeature, entitlement_feature: feature, livemode: false };
}

function requireLink(context: RequestContext): ApiObject {
  const product = requireNamed(context, products);
  const id = pathPart(context, 'feature');
  const link = context.store.findByLookup(productFeature, product.id).find((one) => one.id === id);
  if (!link) throw resourceMissing('product feature', id);
  return link;
}

const attach = sdkRoute<Stripe.ProductCreateFeatureParams>({
  method: 'POST',
  path: '/v1/products/:id/features',
  handle(context, params) {
    const product = requireNamed(context, products);
    const feature = requireObject(context, features, params.entitlement_feature, 'entitlement_feature');
    const link: ApiObject = {
      id: newId('prodft', 14),
      object: productFeature,
      created: context.now,
      feature: feature.id,
      product: product.id,
    };
    context.store.insert(productFeature, link, product.id);
    return showProductFeature(context, link);
  },
});

const listAttached = sdkRoute<Stripe.ProductListFeaturesParams>({
  method: 'GET',
  path: '/v1/products/:id/features',
  handle(context, params) {
    const product = requireNamed(context, products);
    const links = context.store.findByLookup(productFeature, product.id);
    const shown = links.map((link) => showProductFeature(context, link));
    return listEnvelope(`/v1/products/${product.id}/features`, shown, params, 'product feature');
  },
});

const retrieveAttached = sdkRoute<Stripe.ProductRetrieveFeatureParams>({
  method: 'GET',
  path: '/v1/products/:id/features/:feature',
  handle: (context) => showProductFeature(context, requireLink(context)),
});

const detach = sdkRoute<Stripe.ProductDeleteFeatureParams>({
  method: 'DELETE',
  path: '/v1/products/:id/features/:feature',
  handle(context) {
    const link = requireLink(context);
    // Out of every product's list; the row stays, as deleted objects do.
    context.store.save(productFeature, { ...link, deleted: true }, null);
    return { id: link.id, object: productFeature, deleted: true };
  },
});

/** What a customer may use now: the features of the products of subscriptions that give access. */
export function activeEntitlements(context: RequestContext, customer: string): JsonObject[] {
  const subscriptions = context.store
    .list('subscription')
    .filter(
      (one) => one.customer === customer && ['active', 'trialing', 'past_due'].includes(String(one.status)),
    );
  const productIds = subscriptions.flatMap((subscription) => {
    const items = (subscription.items as { data?: JsonObject[] } | undefined)?.data ?? [];
    return items.map((item) => String((item.price as JsonObject).product));
  });
  const links = [...new Set(productIds)].flatMap((id) => context.store.findByLookup(productFeature, id));
  return [...new Set(links.map((link) => String(link.feature)))].flatMap((id) => {
    const feature = context.store.find(features.kind, id);
    if (!feature) return [];
    // The same right has the same id every time it is worked out.
    const digest = createHash('sha256').update(`${customer}:${id}`).digest('hex').slice(0, 32);
    const lookupKey = String(feature.lookup_key);
    return [
      { id: `ent_test_${digest}`, object: entitlement, feature: id, livemode: false, lookup_key: lookupKey },
    ];
  });
}

const listActive = sdkRoute<Stripe.Entitlements.ActiveEntitlementListParams>({
  method: 'GET',
  path: '/v1/entitlements/active_entitlements',
  handle(context, params) {
    const customer = requireObject(
      context,
      { kind: 'customer', label: 'customer' },
      params.customer,
      'customer',
    );
    const found = activeEntitlements(context, customer.id);
    return listEnvelope('/v1/entitlements/active_entitlements', found, params, 'active entitlement');
  },
});

const retrieveActive = sdkRoute<Stripe.Entitlements.ActiveEntitlementRetrieveParams>({
  method: 'GET',
  path: '/v1/entitlements/active_entitlements/:id',
  handle(context) {
    const id = pathPart(context, 'id');
    for (const customer of context.store.list('customer')) {
      const found = activeEntitlements(context, customer.id).find((one) => one.id === id);
      if (found) return found;
    }
    throw resourceMissing('active entitlement', id);
  },
});

export const entitlementRoutes: Route[] = [
  createFeature,
  updateFeature,
  listFeatures,
  retrieveRoute(features),
  attach,
  listAttached,
  retrieveAttached,
  detach,
  listActive,
  retrieveActive,
];
