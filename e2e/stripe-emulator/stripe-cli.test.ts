import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStripeEmulator } from './index.ts';
import { connectStripe } from './test-client.ts';
import { createStripeCli } from './testing/stripe-cli.ts';

/** Trigger of the official command line -> the event that its fixture must leave behind. */
const triggers = [
  'billing_portal.configuration.created',
  'billing_portal.configuration.updated',
  'billing_portal.session.created',
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.failed',
  'charge.refund.updated',
  'charge.refunded',
  'charge.succeeded',
  'checkout.session.completed',
  'checkout.session.expired',
  'coupon.created',
  'coupon.deleted',
  'coupon.updated',
  'credit_note.created',
  'credit_note.updated',
  'credit_note.voided',
  'customer.created',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.trial_will_end',
  'customer.subscription.updated',
  'customer.updated',
  'invoice.created',
  'invoice.deleted',
  'invoice.finalized',
  'invoice.marked_uncollectible',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_succeeded',
  'invoice.sent',
  'invoice.updated',
  'invoice.voided',
  'invoiceitem.created',
  'payment_intent.canceled',
  'payment_intent.created',
  'payment_intent.payment_failed',
  'payment_intent.succeeded',
  'payment_method.attached',
  'payment_method.detached',
  'price.created',
  'product.created',
  'promotion_code.created',
  'setup_intent.created',
  'setup_intent.succeeded',
  'subscription_schedule.canceled',
  'subscription_schedule.created',
  'subscription_schedule.released',
  'subscription_schedule.updated',
  'test_helpers.test_clock.advancing',
  'test_helpers.test_clock.ready',
  'transfer.created',
  'transfer.reversed',
  'transfer.updated',
] as const;

describe("Stripe's own command line", () => {
  let emulator: Awaited<ReturnType<ReturnType<typeof createStripeEmulator>['listen']>>;
  let stripe: Stripe;
  let cli: ReturnType<typeof createStripeCli>;
  beforeAll(async () => {
    emulator = await createStripeEmulator().listen(0);
    stripe = connectStripe(emulator.port);
    cli = createStripeCli(emulator.url);
  });
  afterAll(async () => {
    cli.remove();
    await emulator.close();
  });

  it('should create a customer and read it back', async () => {
    const made = JSON.parse(await cli.call('customers', 'create', '--name', 'Al Noor'));
    const read = JSON.parse(await cli.call('get', `/v1/customers/${made.id}`));
    expect(read).toMatchObject({ id: made.id, name: 'Al Noor' });
    const changed = await cli.call('post', `/v1/customers/${made.id}`, '-d', 'metadata[tenant]=7');
    expect(JSON.parse(changed).metadata).toEqual({ tenant: '7' });
  });

  it.each(triggers)('should play the fixture of %s', async (trigger) => {
    const before = (await stripe.events.list({ limit: 1 })).data[0]?.id;
    await cli.call('trigger', trigger);
    const events = await stripe.events.list({ limit: 100, ...(before ? { ending_before: before } : {}) });
    expect(events.data.map((event) => event.type)).toContain(trigger);
  });
});
