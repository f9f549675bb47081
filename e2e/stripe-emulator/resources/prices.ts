import type Stripe from 'stripe';
import { resourceMissing } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
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
import type { ApiObject, JsonObject } from '../core/store.ts';
import { priceCreate, priceUpdate } from '../schemas/prices.ts';
import { createPrice } from './create-price.ts';
import { claimLookupKey } from './lookup-keys.ts';

function requirePrice(context: RequestContext): ApiObject {
  const id = pathPart(context, 'id');
  const price = context.store.find('price', id);
  if (!price) throw resourceMissing('price', id);
  return price;
}

const create = defineRoute({
  method: 'POST',
  path: '/v1/prices',
  params: priceCreate,
  handle: createPrice,
});

const update = defineRoute({
  method: 'POST',
  path: '/v1/prices/:id',
  params: priceUpdate,
  handle(context, params) {
    const before = requirePrice(context);
    if (params.lookup_key) {
      claimLookupKey(context, params.lookup_key, params.transfer_lookup_key ?? false, before.id);
    }
    const price: ApiObject = {
      ...before,
      active: params.active ?? before.active ?? true,
      lookup_key: mergeText(before.lookup_key, params.lookup_key),
      metadata: mergeMetadata(before.metadata, params.metadata),
      nickname: mergeText(before.nickname, params.nickname),
      tax_behavior: params.tax_behavior ?? before.tax_behavior ?? 'unspecified',
    };
    context.store.save('price', price, typeof price.lookup_key === 'string' ? price.lookup_key : null);
    const previous = previousAttributes(before, price);
    if (Object.keys(previous).length > 0) emitEvent(context, 'price.updated', price, previous);
    return price;
  },
});

const retrieve = sdkRoute<Stripe.PriceRetrieveParams>({
  method: 'GET',
  path: '/v1/prices/:id',
  handle: (context) => requirePrice(context),
});

const list = sdkRoute<Stripe.PriceListParams>({
  method: 'GET',
  path: '/v1/prices',
  handle(context, params) {
    const all = context.store.list('price');
    const matching = all.filter((price) => {
      const recurring = (price.recurring ?? {}) as JsonObject;
      return (
        (params.active === undefined || price.active === params.active) &&
        (params.currency === undefined || price.currency === params.currency.toLowerCase()) &&
        (params.lookup_keys === undefined || params.lookup_keys.includes(String(price.lookup_key ?? ''))) &&
        (params.product === undefined || price.product === params.product) &&
        (params.type === undefined || price.type === params.type) &&
        Object.entries(params.recurring ?? {}).every(([key, value]) => recurring[key] === value) &&
        matchesCreated(price.created, params.created)
      );
    });
    return listEnvelope('/v1/prices', matching, params, 'price', all);
  },
});

export const priceRoutes: Route[] = [create, update, retrieve, list];
