import type { Customer, Subscription } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import { cancelSubscription } from '../engine/cancel-subscription.ts';

/** Deletes a customer and ends its subscriptions. The row stays, so a later retrieve says deleted: true. */
export function removeCustomer(context: RequestContext, customer: Customer): void {
  for (const subscription of context.store.findByLookup<Subscription>('subscription', customer.id)) {
    if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') continue;
    cancelSubscription(context, subscription, { invoiceNow: false, prorate: false });
  }
  context.store.save('customer', { ...customer, deleted: true });
  emitEvent(context, 'customer.deleted', customer);
}
