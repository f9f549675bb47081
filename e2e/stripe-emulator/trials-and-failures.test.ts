import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { stripeError } from './test-client.ts';
import { at, startBilling } from './testing/billing-kit.ts';

describe('trials', () => {
  it('should bill nothing in the trial and the first month when it ends (S9, S9b)', async () => {
    const billing = await startBilling('2026-01-10T09:00:00Z');
    const { stripe, customer, advance, invoices } = billing;
    const basic = await billing.price(9900);
    const sms = await billing.meteredPrice('sms', '0.75');
    const trial = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: basic.id }, { price: sms.price.id }],
      trial_period_days: 14,
    });
    expect(trial).toMatchObject({ status: 'trialing', trial_end: at('2026-01-24T09:00:00Z') });
    expect(await invoices()).toMatchObject([{ total: 0, status: 'paid', amount_due: 0 }]);
    await advance('2026-01-20T00:00:00Z');
    await sms.use(1000, '2026-01-19T12:00:00Z');
    await advance('2026-01-24T11:00:00Z');
    const [, first] = await invoices();
    expect(first).toMatchObject({ status: 'paid', amount_paid: 9900, created: at('2026-01-24T09:00:00Z') });
    expect(first?.lines.data[0]?.period).toEqual({
      start: at('2026-01-24T09:00:00Z'),
      end: at('2026-02-24T09:00:00Z'),
    });
    await advance('2026-02-24T11:00:00Z');
    expect((await invoices()).at(-1)).toMatchObject({ total: 9900 });
    const types = (await stripe.events.list({ type: 'customer.subscription.trial_will_end' })).data;
    expect(types.map((event) => event.created)).toEqual([at('2026-01-21T09:00:00Z')]);
  });

  it('should be past due when a trial ends without a card (S9c), or pause or end when told to', async () => {
    const outcomes: Record<string, string> = {};
    for (const missing of ['create_invoice', 'pause', 'cancel'] as const) {
      const { stripe, clock, price, advance } = await startBilling('2026-01-10T09:00:00Z');
      const poor = await stripe.customers.create({ test_clock: clock.id });
      const basic = await price(9900);
      const trial = await stripe.subscriptions.create({
        customer: poor.id,
        items: [{ price: basic.id }],
        trial_period_days: 14,
        trial_settings: { end_behavior: { missing_payment_method: missing } },
      });
      expect(trial.pending_setup_intent).toMatch(/^seti_/);
      await advance('2026-01-24T11:00:00Z');
      outcomes[missing] = (await stripe.subscriptions.retrieve(trial.id)).status;
      const { data } = await stripe.invoices.list({ customer: poor.id, status: 'open' });
      expect(data.map((invoice) => invoice.amount_remaining)).toEqual(
        missing === 'create_invoice' ? [9900] : [],
      );
    }
    expect(outcomes).toEqual({ create_invoice: 'past_due', pause: 'paused', cancel: 'canceled' });
  });

  it('should end a trial now when told to', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-10T09:00:00Z');
    const basic = await price(9900);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: basic.id }],
      trial_period_days: 14,
    });
    await advance('2026-01-15T00:00:00Z');
    const active = await stripe.subscriptions.update(id, { trial_end: 'now' });
    expect(active).toMatchObject({ status: 'active', billing_cycle_anchor: at('2026-01-15T00:00:00Z') });
    expect((await invoices()).map((invoice) => invoice.amount_paid)).toEqual([0, 9900]);
  });
});

describe('payments that fail', () => {
  it('should stay open after a failed renewal, make nothing while paused, and go on in its old cycle (S10)', async () => {
    const billing = await startBilling('2026-02-01T00:00:00Z');
    const { stripe, customer, advance, invoices } = billing;
    const standard = await billing.price(24_900);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: standard.id }],
    });
    await billing.declineFromNowOn();
    await advance('2026-03-01T02:00:00Z');
    const [, open] = await invoices();
    expect(open).toMatchObject({ status: 'open', amount_remaining: 24_900, attempt_count: 1 });
    expect(open?.next_payment_attempt).toBeNull();
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due');
    await advance('2026-03-08T00:00:00Z');
    await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } });
    await advance('2026-03-20T00:00:00Z');
    expect(await invoices()).toHaveLength(2);
    const declined = await stripeError(stripe.invoices.pay(open?.id ?? ''));
    expect(declined).toMatchObject({ statusCode: 402, type: 'StripeCardError', code: 'card_declined' });
    expect((await stripe.invoices.retrieve(open?.id ?? '')).attempt_count).toBe(2);
    const good = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
    const paid = await stripe.invoices.pay(open?.id ?? '', { payment_method: good.id });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 24_900 });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: good.id } });
    const active = await stripe.subscriptions.update(id, { pause_collection: '' });
    expect(active).toMatchObject({ status: 'active', pause_collection: null });
    expect(active.items.data[0]?.current_period_end).toBe(at('2026-04-01T00:00:00Z'));
    await advance('2026-04-01T02:00:00Z');
    expect((await invoices()).map((invoice) => invoice.amount_paid)).toEqual([24_900, 24_900, 24_900]);
  });

  it.each([
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
    ['keep_as_draft', 'draft'],
  ] as const)('should make the invoices of a paused collection %s', async (behavior, status) => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-02-01T00:00:00Z');
    const standard = await price(24_900);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: standard.id }],
    });
    await stripe.subscriptions.update(id, {
      pause_collection: { behavior, resumes_at: at('2026-03-15T00:00:00Z') },
    });
    await advance('2026-04-01T02:00:00Z');
    expect((await invoices()).map((invoice) => invoice.status)).toEqual(['paid', status, 'paid']);
  });

  it('should treat a first payment that fails as the payment behaviour says', async () => {
    const billing = await startBilling('2026-02-01T00:00:00Z');
    const { stripe, customer, price, advance } = billing;
    const basic = await price(9900);
    await billing.declineFromNowOn();
    const create = (behavior: Stripe.SubscriptionCreateParams.PaymentBehavior) =>
      stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: basic.id }],
        payment_behavior: behavior,
        expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
      });
    expect(await stripeError(create('error_if_incomplete'))).toMatchObject({ statusCode: 402 });
    expect((await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data).toEqual([]);
    const failed = await create('allow_incomplete');
    expect(failed.status).toBe('incomplete');
    const waiting = await create('default_incomplete');
    const invoice = waiting.latest_invoice as Stripe.Invoice;
    const intent = String(invoice.payments?.data[0]?.payment.payment_intent);
    expect(invoice.confirmation_secret?.client_secret).toContain(intent);
    const good = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2030, cvc: '123' },
    });
    const confirmed = await stripe.paymentIntents.confirm(intent, { payment_method: good.id });
    expect(confirmed).toMatchObject({ status: 'succeeded', amount_received: 9900 });
    expect((await stripe.subscriptions.retrieve(waiting.id)).status).toBe('active');
    await advance('2026-02-02T00:00:00Z');
    expect((await stripe.subscriptions.retrieve(failed.id)).status).toBe('incomplete_expired');
  });

  it('should send an invoice and call it overdue when it is not paid in time', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-02-01T00:00:00Z');
    const enterprise = await price(120_000);
    const { id, status } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: enterprise.id }],
      collection_method: 'send_invoice',
      days_until_due: 14,
    });
    expect(status).toBe('active');
    await advance('2026-02-01T01:00:00Z');
    const [sent] = await invoices();
    expect(sent).toMatchObject({ status: 'open', due_date: at('2026-02-15T00:00:00Z'), attempt_count: 0 });
    await advance('2026-02-15T00:00:00Z');
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due');
    const paid = await stripe.invoices.pay(sent?.id ?? '', { paid_out_of_band: true });
    expect(paid).toMatchObject({ status: 'paid', amount_remaining: 0 });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
    expect((await stripe.charges.list({ customer: customer.id })).data).toEqual([]);
  });
});
