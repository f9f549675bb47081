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
  const rate = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 5 });
  return { coupon, promotion_code: code, tax_rate: rate };
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

async function makePayments(stripe: Stripe) {
  const intent = await stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    payment_method: 'pm_card_createDispute',
    confirm: true,
  });
  const paid = await stripe.paymentIntents.create({
    amount: 1999,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
  });
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
  const transactions = await stripe.balanceTransactions.list({ limit: 1 });
  return {
    payment_intent: paid,
    payment_method: await stripe.paymentMethods.retrieve(String(paid.payment_method)),
    charge: await stripe.charges.retrieve(String(paid.latest_charge)),
    refund,
    dispute: (await stripe.disputes.list({ payment_intent: intent.id })).data[0],
    balance_transaction: transactions.data[0],
    setup_intent: await stripe.setupIntents.create({ payment_method: 'pm_card_visa', confirm: true }),
  };
}

async function makeTransfers(stripe: Stripe, account: string, charge: string) {
  const transfer = await stripe.transfers.create({
    amount: 100,
    currency: 'usd',
    destination: account,
    source_transaction: charge,
  });
  const reversal = await stripe.transfers.createReversal(transfer.id, { amount: 40 });
  return { transfer: await stripe.transfers.retrieve(transfer.id), transfer_reversal: reversal };
}

/** A subscription with a discount that was paid, changed and credited in part. */
async function makeBilling(stripe: Stripe, price: string, coupon: string) {
  const customer = await stripe.customers.create({
    name: 'Payer',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price }],
    discounts: [{ coupon }],
  });
  const item = await stripe.invoiceItems.create({ customer: customer.id, amount: 300, currency: 'usd' });
  const invoice = await stripe.invoices.retrieve(String(subscription.latest_invoice));
  const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 100, credit_amount: 100 });
  const noteLines = await stripe.creditNotes.listLineItems(note.id);
  const balances = await stripe.customers.listBalanceTransactions(customer.id);
  const payments = await stripe.invoicePayments.list({ invoice: invoice.id });
  const discounts = await stripe.subscriptions.retrieve(subscription.id, { expand: ['discounts'] });
  return {
    subscription,
    subscription_item: subscription.items.data[0],
    invoiceitem: item,
    invoice,
    line_item: invoice.lines.data[0],
    credit_note: note,
    credit_note_line_item: noteLines.data[0],
    customer_balance_transaction: balances.data[0],
    invoice_payment: payments.data[0],
    discount: discounts.discounts[0],
    subscription_schedule: await stripe.subscriptionSchedules.create({ from_subscription: subscription.id }),
  };
}

/** One answer of every kind that the emulator makes, as programs get it: object name -> answer. */
export async function makeAnswers(stripe: Stripe): Promise<Record<string, unknown>> {
  const { product, price, customer } = await makeBasics(stripe);
  const account = await stripe.accounts.create({
    type: 'express',
    email: 'partner@shop.example',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  });
  const discounts = await makeDiscounts(stripe);
  const billing = await makeBilling(stripe, price.id, discounts.coupon.id);
  const payments = await makePayments(stripe);
  return {
    product,
    price,
    customer,
    account,
    ...discounts,
    ...billing,
    ...payments,
    ...(await makeTransfers(stripe, account.id, payments.charge.id)),
    'test_helpers.test_clock': await stripe.testHelpers.testClocks.create({ frozen_time: 1_800_000_000 }),
    webhook_endpoint: await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/none',
      enabled_events: ['coupon.deleted'],
    }),
    account_link: await stripe.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      return_url: 'https://shop.example/',
      refresh_url: 'https://shop.example/',
    }),
    balance: await stripe.balance.retrieve(),
    ...(await makeMetering(stripe, customer.id)),
    ...(await makeEntitlements(stripe, product.id, String(billing.subscription.customer))),
    ...(await makePortal(stripe, customer.id)),
    ...(await makeCheckout(stripe, customer.id, price.id)),
    event: (await stripe.events.list({ limit: 1 })).data[0],
  };
}
