import { invalidRequest } from '../core/api-error.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';

export type NewProduct = {
  id: string;
  name: string;
  active?: boolean;
  description?: string;
  images?: string[];
  marketing_features?: JsonObject[];
  metadata?: Record<string, string>;
  package_dimensions?: JsonObject;
  shippable?: boolean;
  statement_descriptor?: string;
  tax_code?: string;
  type?: string;
  unit_label?: string;
  url?: string;
};

/** Stores a product and its product.created event. Throws ApiError 400 when the chosen id is taken. */
export function insertProduct(context: RequestContext, params: NewProduct): ApiObject {
  if (context.store.find('product', params.id)) {
    throw invalidRequest(`Product already exists.`, 'id', 'resource_already_exists');
  }
  const product: ApiObject = {
    id: params.id,
    object: 'product',
    active: params.active ?? true,
    created: context.now,
    default_price: null,
    description: params.description || null,
    images: params.images ?? [],
    livemode: false,
    marketing_features: params.marketing_features ?? [],
    metadata: params.metadata ?? {},
    name: params.name,
    package_dimensions: params.package_dimensions ?? null,
    shippable: params.shippable ?? null,
    statement_descriptor: params.statement_descriptor ?? null,
    tax_code: params.tax_code ?? null,
    tax_details: null,
    type: params.type ?? 'service',
    unit_label: params.unit_label ?? null,
    updated: context.now,
    url: params.url ?? null,
  };
  context.store.insert('product', product);
  emitEvent(context, 'product.created', product);
  return product;
}
