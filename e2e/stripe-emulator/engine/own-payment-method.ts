import { invalidRequest } from '../core/api-error.ts';
import type { RequestContext } from '../core/route.ts';
import { resolvePaymentMethod } from './payment-methods.ts';

/** The id of a payment method that the customer has; null for none. Throws 400 for somebody else's. */
export function requireOwnMethod(
  context: RequestContext,
  id: string | undefined,
  customer: string,
  param = 'default_payment_method',
): string | null {
  if (!id) return null;
  const method = resolvePaymentMethod(context, id, param);
  if (method.customer === customer) return method.id;
  throw invalidRequest(
    `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    param,
    'resource_missing',
  );
}
