import type Stripe from 'stripe';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import { newId } from '../core/ids.ts';
import { listEnvelope, matchesCreated } from '../core/list.ts';
import { mergeMetadata, mergeText } from '../core/metadata.ts';
import {
  defineRoute,
  pathPart,
  previousAttributes,
  type RequestContext,
  type Route,
  sdkRoute,
} from '../core/route.ts';
import type { ApiObject } from '../core/store.ts';
import { productCreate, productUpdate } from '../schemas/products.ts';
import { createPrice } from './create-price.ts';
import { insertProduct } from './insert-product.ts';

function requireProduct(context: RequestContext): ApiObject {
  const id = pathPart(context, 'id');
  const product = context.store.find('product', id);
  if (!product) throw resourceMissing('product', id);
  return product;
}

const create = defineRoute({
  method: 'POST',
  path: '/v1/products',
  params: productCreate,
  handle(context, params) {
    const product = insertProduct(context, { ...params, id: params.id ?? newId('prod') });
    if (!params.default_price_data) return product;
    const price = createPrice(context, { ...params.default_price_data, product: product.id });
    const withPrice = { ...product, default_price: price.id };
    context.store.save('product', withPrice);
    return withPrice;
  },
});

const update = defineRoute({
  method: 'POST',
  path: '/v1/products/:id',
  params: productUpdate,
  handle(context, params) {
    const before = requireProduct(context);
    if (params.default_price !== undefined) {
      const price = context.store.find('price', params.default_price);
      if (price?.product !== before.id) {
        throw invalidRequest(
          `The price ${params.default_price} does not belong to this product.`,
          'default_price',
        );
      }
    }
    const product: ApiObject = {
      ...before,
      active: params.active ?? before.active ?? true,
      default_price: params.default_price ?? before.default_price ?? null,
      description: mergeText(before.description, params.description),
      images: params.images === undefined ? (before.images ?? []) : params.images || [],
      marketing_features:
        params.marketing_features === undefined
          ? (before.marketing_features ?? [])
          : params.marketing_features || [],
      metadata: mergeMetadata(before.metadata, params.metadata),
      name: params.name ?? before.name ?? '',
      package_dimensions:
        params.package_dimensions === undefined
          ? (before.package_dimensions ?? null)
          : params.package_dimensions || null,
      shippable: params.shippable ?? before.shippable ?? null,
      statement_descriptor: mergeText(before.statement_descriptor, params.statement_descriptor),
      tax_code: mergeText(before.tax_code, params.tax_code),
      unit_label: mergeText(before.unit_label, params.unit_label),
      url: mergeText(before.url, params.url),
    };
    const previous = previousAttributes(before, product);
    if (Object.keys(previous).length === 0) return before;
    const updated = { ...product, updated: context.now };
    context.store.save('product', updated);
    emitEvent(context, 'product.updated', updated, { ...previous, updated: before.updated ?? 0 });
    return updated;
  },
});

const retrieve = sdkRoute<Stripe.ProductRetrieveParams>({
  method: 'GET',
  path: '/v1/products/:id',
  handle: (context) => requireProduct(context),
});

const list = sdkRoute<Stripe.ProductListParams>({
  method: 'GET',
  path: '/v1/products',
  handle(context, params) {
    const all = context.store.list('product');
    const matching = all.filter(
      (product) =>
        (params.active === undefined || product.active === params.active) &&
        (params.ids === undefined || params.ids.includes(product.id)) &&
        (params.shippable === undefined || product.shippable === params.shippable) &&
        (params.type === undefined || product.type === params.type) &&
        (params.url === undefined || product.url === params.url) &&
        matchesCreated(product.created, params.created),
    );
    return listEnvelope('/v1/products', matching, params, 'product', all);
  },
});

export const productRoutes: Route[] = [create, update, retrieve, list];
