import type { Customer, Subscription } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import { saveSubscription } from './save-subscription.ts';

/** Whether a trial that ends now has nothing to charge and something else was asked for than an open invoice. */
export function endsWithoutCard(
  context: RequestContext,
  subscription: Subscription,
): 'cancel' | 'pause' | undefined {
  const customer = context.store.find<Customer>('customer', subscription.customer);
  const card = subscription.default_payment_method ?? customer?.invoice_settings.default_payment_method;
  const missing = subscription.trial_settings.end_behavior.missing_payment_method;
  if (card || subscription.collection_method !== 'charge_automatically') return undefined;
  return missing === 'cancel' || missing === 'pause' ? missing : undefined;
}

/** Stops a subscription until it is resumed, with both events. */
export function pauseSubscription(
  context: RequestContext,
  before: Subscription,
  after: Subscription = before,
): Subscription {
  const paused = saveSubscription(context, before, { ...after, status: 'paused' });
  emitEvent(context, 'customer.subscription.paused', paused);
  return paused;
}
