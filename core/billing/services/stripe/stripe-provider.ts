import type Stripe from 'stripe';
import type { Settings } from '../../../kernel/index.ts';
import { billingNow } from '../clock.ts';
import { stripeCatalogue } from './catalogue.ts';
import { openStripeEvent, readStripeEvent } from './open-event.ts';
import type { PaymentProvider, ProviderEvent } from './payment-provider.ts';
import { stripeGroups } from './stripe-groups.ts';
import { stripeMoney } from './stripe-money.ts';
import { stripeClient } from './stripe-sink.ts';
import { seconds, stripeSubscriptions } from './stripe-subscriptions.ts';

/** Stripe as a payment provider, through its own SDK; the local emulator speaks the same. */
export function stripeProvider(settings: Settings, stripe: Stripe = stripeClient(settings)): PaymentProvider {
  const catalogue = stripeCatalogue(stripe);
  return {
    ...stripeSubscriptions(stripe, catalogue),
    ...stripeMoney(stripe),
    ...stripeGroups(stripe),
    isTest: !/^(sk|rk)_live_/.test(settings.STRIPE_SECRET_KEY ?? ''),
    syncCatalogue: catalogue.sync,
    ensureCustomer: async ({ tenantId, name, subdomain }) => {
      const customer = await stripe.customers.create(
        { name, metadata: { tenantId, subdomain } },
        { idempotencyKey: `customer:${tenantId}` },
      );
      return customer.id;
    },
    paymentPage: async (customer, returnTo) => {
      const session = await stripe.checkout.sessions.create({
        mode: 'setup',
        currency: 'usd',
        customer,
        success_url: `${returnTo}?card=added`,
        cancel_url: returnTo,
      });
      return session.url ?? returnTo;
    },
    portalPage: async (customer, returnTo) => {
      const session = await stripe.billingPortal.sessions.create({ customer, return_url: returnTo });
      return session.url;
    },
    openEvent: (body, signature) =>
      openStripeEvent(stripe, { body, signature, secret: settings.STRIPE_WEBHOOK_SECRET, now: billingNow() }),
    eventsSince: async (from) => {
      const events: ProviderEvent[] = [];
      for await (const event of stripe.events.list({ created: { gte: seconds(from) }, limit: 100 }))
        events.push(readStripeEvent(event));
      return events.reverse();
    },
  };
}
