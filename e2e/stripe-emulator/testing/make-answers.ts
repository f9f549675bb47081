import type Stripe from 'stripe';

/** A price by the month, its product and a customer: what most objects need. */
async function makeBasics(stripe: Stripe) {
  const product = await stripe.products.create({ name: 'Standard' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 24_900,
    recurring: { interval: 'month' },
  });
  const customer = await stripe.customers.create({
    name: 'Al Noor',
    email: 'billing@noor.example',
    address: { city: 'Doha', country: 'QA' },
  });
  return { product, price, customer };
}

async function makeMetering(stripe: Stripe, customer: string) {
  const meter = await stripe.billing.meters.create({
    display_name: 'SMS',
    event_name: 'sms',
    default_aggregation: { formula: 'sum' },
  });
  const alert = await stripe.billing.alerts.create({
    alert_type: 'usage_threshold',
    title: 'Half',
    usage_threshold: { gte: 5, meter: meter.id, recurrence: 'one_time' },
  });
  const event = await stripe.billing.meterEvents.create({
    event_name: 'sms',
    identifier: 'one',
    payload: { stripe_customer_id: customer, value: '1' },
  });
  const now = Math.floor(Date.now() / 60_000) * 60;
  const summaries = await stripe.billing.meters.listEventSummaries(meter.id, {
    customer,
    start_time: now - 3600,
    end_time: now + 3600,
  });
  const adjustment = await stripe.billing.meterEventAdjustments.create({
    event_name: 'sms',
    type: 'cancel',
    cancel: { identifier: 'one' },
  });
  return {
    'billing.meter': meter,
    'billing.alert': alert,
    'billing.meter_event': event,
    'billing.meter_event_summary': summaries.data[0],
    'billing.meter_event_adjustment': adjustment,
  };
}

async function makeEntitlements(stripe: Stripe, product: string, customer: string) {
  const feature = await stripe.entitlements.features.create({ name: 'Reports', lookup_key: 'reports' });
  const link = await stripe.products.createFeature(product, { entitlement_feature: feature.id });
  const active = await stripe.entitlements.activeEntitlements.list({ customer });
  return {
    'entitlements.feature': feature,
    product_feature: link,
    'entitlements.active_entitlement': active.data[0],
  };
}

async function makeDiscounts(stripe: Stripe) {
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
  const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  return { coupon, promotion_code: code };
}

async function makePortal(stripe: Stripe, customer: string) {
  const configuration = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true } },
  });
  const session = await stripe.billingPortal.sessions.create({
    customer,
    return_url: 'https://shop.example/',
  });
  return { 'billing_portal.configuration': configuration, 'billing_portal.session': session };
}

async function makeCheckout(stripe: Stripe, customer: string, price: string) {
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer,
    success_url: 'https://shop.example/done',
    cancel_url: 'https://shop.example/back',
    line_items: [{ price, quantity: 1 }],
  });
  const items = await stripe.checkout.sessions.listLineItems(session.id);
  return { 'checkout.session': session, item: items.data[0] };
}

/** One answer of every kind that the emulator makes, as programs get it: object name -> answer. */
export async function makeAnswers(stripe: Stripe): Promise<Record<string, unknown>> {
  const { product, price, customer } = await makeBasics(stripe);
  const account = await stripe.accounts.create({
    type: 'express',
    email: 'partner@shop.example',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  });
  return {
    product,
    price,
    customer,
    account,
    account_link: await stripe.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      return_url: 'https://shop.example/',
      refresh_url: 'https://shop.example/',
    }),
    balance: await stripe.balance.retrieve(),
    ...(await makeMetering(stripe, customer.id)),
    ...(await makeEntitlements(stripe, product.id, customer.id)),
    ...(await makeDiscounts(stripe)),
    ...(await makePortal(stripe, customer.id)),
    ...(await makeCheckout(stripe, customer.id, price.id)),
    event: (await stripe.events.list({ limit: 1 })).data[0],
  };
}
