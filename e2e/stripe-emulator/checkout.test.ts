import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { startTestEmulator, stripeError } from './test-client.ts';

async function makePrices(stripe: Stripe) {
  const product = await stripe.products.create({ name: 'Standard' });
  const monthly = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 24_900,
    recurring: { interval: 'month' },
  });
  const setup = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 50_000 });
  return { product, monthly, setup };
}

const urls = {
  success_url: 'https://school.example/billing?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://school.example/billing',
};

/** Fills in the page as a browser does, without following the way back. */
async function submit(page: string, form: Record<string, string>): Promise<Response> {
  const card = { card_number: '4242 4242 4242 4242', card_expiry: '12/34', card_cvc: '123' };
  return fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ ...card, ...form }) });
}

describe('checkout', () => {
  it('should sell a subscription by the page, with its set-up fee on the first invoice', async () => {
    const { stripe } = await startTestEmulator();
    const { monthly, setup } = await makePrices(stripe);
    const customer = await stripe.customers.create({ name: 'مدرسة النور', email: 'a@noor.example' });
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      locale: 'auto',
      line_items: [
        { price: monthly.id, quantity: 1 },
        { price: setup.id, quantity: 1 },
      ],
      subscription_data: { metadata: { tenant: '7' }, billing_mode: { type: 'flexible' } },
      metadata: { tenant: '7' },
      ...urls,
    });
    expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid', amount_total: 74_900 });
    expect(session.line_items).toBeUndefined();
    const page = await fetch(String(session.url));
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).not.toContain('script');
    expect(text).toContain('Test mode: no real money');
    expect(text).toContain('$749.00');
    const arabic = await (await fetch(String(session.url), { headers: { 'accept-language': 'ar' } })).text();
    expect(arabic).toContain('وضع الاختبار');
    const sent = await submit(String(session.url), {});
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toBe(`https://school.example/billing?session=${session.id}`);
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription', 'invoice', 'line_items'],
    });
    expect(done).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      metadata: { tenant: '7' },
    });
    expect(done.subscription).toMatchObject({
      status: 'active',
      metadata: { tenant: '7' },
      customer: customer.id,
    });
    expect(done.invoice).toMatchObject({ status: 'paid', total: 74_900 });
    expect(done.line_items?.data).toHaveLength(2);
    const completed = await stripe.events.list({ type: 'checkout.session.completed' });
    expect(completed.data).toHaveLength(1);
    expect(await (await submit(String(session.url), {})).text()).toContain('finished');
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toHaveLength(1);
  });

  it('should start a trial without payment and keep the card', async () => {
    const { stripe } = await startTestEmulator();
    const { monthly } = await makePrices(stripe);
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: monthly.id, quantity: 1 }],
      subscription_data: { trial_period_days: 14 },
      ...urls,
    });
    expect((await submit(String(session.url), { email: 'new@school.example' })).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription', 'customer'],
    });
    expect(done.payment_status).toBe('no_payment_required');
    expect(done.subscription).toMatchObject({ status: 'trialing' });
    expect(done.customer).toMatchObject({ email: 'new@school.example' });
    expect((done.subscription as Stripe.Subscription).default_payment_method).toMatch(/^pm_/);
  });

  it('should show why a card was refused and leave nothing behind', async () => {
    const { stripe } = await startTestEmulator();
    const { monthly } = await makePrices(stripe);
    const customer = await stripe.customers.create({ name: 'A' });
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      line_items: [{ price: monthly.id, quantity: 1 }],
      ...urls,
    });
    for (const number of ['4000 0000 0000 0002', '4000 0000 0000 0341']) {
      const refused = await submit(String(session.url), { card_number: number });
      expect(refused.status).toBe(402);
      expect(await refused.text()).toContain('Your card was declined.');
    }
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
    expect((await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data).toEqual([]);
    expect((await submit(String(session.url), {})).status).toBe(303);
  });

  it('should take single payments and cards to keep', async () => {
    const { stripe } = await startTestEmulator();
    const { setup } = await makePrices(stripe);
    const customer = await stripe.customers.create({ name: 'A' });
    const payment = await stripe.checkout.sessions.create({
      mode: 'payment',
      customer: customer.id,
      line_items: [{ price: setup.id, quantity: 2 }],
      payment_intent_data: { metadata: { why: 'set-up' } },
      ...urls,
    });
    expect((await submit(String(payment.url), {})).status).toBe(303);
    const paid = await stripe.checkout.sessions.retrieve(payment.id, { expand: ['payment_intent'] });
    expect(paid.payment_intent).toMatchObject({ amount_received: 100_000, metadata: { why: 'set-up' } });
    const keep = await stripe.checkout.sessions.create({
      mode: 'setup',
      customer: customer.id,
      currency: 'usd',
      ...urls,
    });
    expect((await submit(String(keep.url), {})).status).toBe(303);
    const kept = await stripe.checkout.sessions.retrieve(keep.id, { expand: ['setup_intent'] });
    expect(kept.setup_intent).toMatchObject({ status: 'succeeded', customer: customer.id });
  });

  it('should expire, and refuse what does not fit together', async () => {
    const { stripe } = await startTestEmulator();
    const { monthly, setup } = await makePrices(stripe);
    const base: Stripe.Checkout.SessionCreateParams = {
      mode: 'subscription',
      line_items: [{ price: monthly.id, quantity: 1 }],
      ...urls,
    };
    const session = await stripe.checkout.sessions.create(base);
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired');
    expect(await stripeError(stripe.checkout.sessions.expire(session.id))).toMatchObject({ statusCode: 400 });
    const recurring = stripe.checkout.sessions.create({ ...base, mode: 'payment' });
    expect(await stripeError(recurring)).toMatchObject({ param: 'line_items[0][price]' });
    const single = stripe.checkout.sessions.create({
      ...base,
      line_items: [{ price: setup.id, quantity: 1 }],
    });
    expect(await stripeError(single)).toMatchObject({ param: 'line_items' });
    const without = stripe.checkout.sessions.create({ ...base, success_url: undefined });
    expect(await stripeError(without)).toMatchObject({ code: 'parameter_missing', param: 'success_url' });
  });
});

describe('customer portal', () => {
  it('should end a subscription, keep it, and change the card, for its own customer alone', async () => {
    const { stripe } = await startTestEmulator();
    const { monthly } = await makePrices(stripe);
    const customer = await stripe.customers.create({
      name: 'A',
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const other = await stripe.customers.create({
      name: 'B',
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const items = [{ price: monthly.id }];
    const subscription = await stripe.subscriptions.create({ customer: customer.id, items });
    const foreign = await stripe.subscriptions.create({ customer: other.id, items });
    const session = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      return_url: 'https://school.example/billing',
    });
    const page = await (await fetch(session.url)).text();
    expect(page).toContain('$249.00');
    expect(page).not.toContain(foreign.id);
    const act = async (form: Record<string, string>) => (await submit(session.url, form)).status;
    const ends = async (id: string) => (await stripe.subscriptions.retrieve(id)).cancel_at_period_end;
    expect(await act({ action: 'cancel', subscription: subscription.id })).toBe(303);
    expect(await ends(subscription.id)).toBe(true);
    expect(await act({ action: 'keep', subscription: subscription.id })).toBe(303);
    expect(await ends(subscription.id)).toBe(false);
    expect(await act({ action: 'cancel', subscription: foreign.id })).toBe(402);
    expect(await ends(foreign.id)).toBe(false);
    expect(await act({ action: 'card', card_number: '5555 5555 5555 4444' })).toBe(303);
    const after = (await stripe.customers.retrieve(customer.id, {
      expand: ['invoice_settings.default_payment_method'],
    })) as Stripe.Customer;
    expect(after.invoice_settings.default_payment_method).toMatchObject({ card: { last4: '4444' } });
  });
});
