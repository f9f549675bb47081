import type Stripe from 'stripe';

/** One answer of every kind that the billing engine makes: object name -> answer. */
export async function makeBillingAnswers(stripe: Stripe): Promise<Record<string, unknown>> {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_767_225_600 });
  const customer = await stripe.customers.create({
    name: 'Al Noor',
    test_clock: clock.id,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const product = await stripe.products.create({ name: 'Standard' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 24_900,
    recurring: { interval: 'month' },
  });
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
  const item = await stripe.invoiceItems.create({ customer: customer.id, amount: 100, currency: 'usd' });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    discounts: [{ coupon: coupon.id }],
    expand: ['discounts'],
  });
  const invoice = await stripe.invoices.retrieve(String(subscription.latest_invoice), {
    expand: ['payments'],
  });
  const [payment] = invoice.payments?.data ?? [];
  const intent = await stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
  const charge = await stripe.charges.retrieve(String(intent.latest_charge), { expand: ['refunds'] });
  const note = await stripe.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoice_line_item: invoice.lines.data[0]?.id, amount: 50 }],
    credit_amount: 50,
  });
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
  return {
    'test_helpers.test_clock': clock,
    payment_method: await stripe.paymentMethods.retrieve(String(intent.payment_method)),
    setup_intent: await stripe.setupIntents.create({ customer: customer.id }),
    payment_intent: intent,
    charge,
    balance_transaction: await stripe.balanceTransactions.retrieve(String(charge.balance_transaction)),
    subscription: await stripe.subscriptions.retrieve(subscription.id),
    subscription_item: subscription.items.data[0],
    discount: subscription.discounts[0],
    subscription_schedule: schedule,
    invoice,
    line_item: invoice.lines.data[0],
    invoiceitem: item,
    invoice_payment: payment,
    credit_note: note,
    credit_note_line_item: note.lines.data[0],
    customer_balance_transaction: await stripe.customers.retrieveBalanceTransaction(
      customer.id,
      String(note.customer_balance_transaction),
    ),
    webhook_endpoint: await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:1/',
      enabled_events: ['invoice.paid'],
    }),
  };
}
