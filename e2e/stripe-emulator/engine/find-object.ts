import type { Customer, Price } from '../billing/types.ts';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import { pathPart, type RequestContext } from '../core/route.ts';
import type { ApiObject, StoredObject } from '../core/store.ts';

/** The object named in the path. Throws 404 resource_missing. */
export function requireByPath<T extends StoredObject = ApiObject>(
  context: RequestContext,
  kind: string,
  noun = kind,
): T {
  const id = pathPart(context, 'id');
  const object = context.store.find<T>(kind, id);
  if (!object) throw resourceMissing(noun, id);
  return object;
}

/** The object that a parameter names. Throws 400 resource_missing with that parameter. */
export function requireByParam<T extends StoredObject = ApiObject>(
  context: RequestContext,
  kind: string,
  id: string,
  param: string,
): T {
  const object = context.store.find<T>(kind, id);
  if (!object || object.deleted === true) throw resourceMissing(kind, id, param, 400);
  return object;
}

/** The customer that a parameter names, who exists and was not deleted. Throws 400. */
export function requireCustomerParam(context: RequestContext, id: string | undefined): Customer {
  if (!id) throw invalidRequest('Missing required param: customer.', 'customer', 'parameter_missing');
  return requireByParam<Customer>(context, 'customer', id, 'customer');
}

/** The active price that a parameter names. Throws 400 for an unknown or an inactive one. */
export function requirePrice(context: RequestContext, id: string, param: string): Price {
  const price = requireByParam<Price>(context, 'price', id, param);
  if (price.active) return price;
  throw invalidRequest(`The price specified is inactive. This field only accepts active prices.`, param);
}
