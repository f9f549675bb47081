import { expect, it } from 'vitest';
import { clockAt, noon, startTestEmulator, stripeError } from './test-client.ts';

it('should create, rename, retire and list tax rates, and never change what they charge', async () => {
  const { stripe } = await startTestEmulator();
  const rate = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 5.25 });
  expect(rate).toMatchObject({
    object: 'tax_rate',
    active: true,
    percentage: 5.25,
    effective_percentage: 5.25,
  });
  await stripe.taxRates.update(rate.id, { display_name: 'Value added tax', active: false });
  expect(await stripe.taxRates.retrieve(rate.id)).toMatchObject({ display_name: 'Value added tax' });
  expect((await stripe.taxRates.list({ active: true })).data).toEqual([]);
  expect((await stripe.taxRates.list({ inclusive: false })).data).toHaveLength(1);
  for (const percentage of [-1, 101, 5.12345])
    expect(
      await stripeError(stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage })),
    ).toMatchObject({ statusCode: 400, param: 'percentage' });
  const customer = await stripe.customers.create({});
  expect(
    await stripeError(stripe.invoices.create({ customer: customer.id, default_tax_rates: [rate.id] })),
  ).toMatchObject({ statusCode: 400, param: 'default_tax_rates' });
});

it('should tax each line on what its discount left, rounded there, and follow the subscription', async () => {
  const { now } = clockAt(noon);
  const { stripe } = await startTestEmulator({ now });
  const product = await stripe.products.create({ name: 'Standard' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 24_900,
    recurring: { interval: 'month' },
  });
  const coupon = await stripe.coupons.create({
    percent_off: 10,
    duration: 'forever',
    applies_to: { products: [product.id] },
  });
  const rate = await stripe.taxRates.create({ display_name: 'VAT', inclusive: false, percentage: 5 });
  const customer = await stripe.customers.create({ name: 'Al Noor' });
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: method.id },
  });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    discounts: [{ coupon: coupon.id }],
    default_tax_rates: [rate.id],
    add_invoice_items: [
      {
        price_data: { currency: 'usd', product: product.id, unit_amount: 13 },
        discountable: false,
      },
    ],
    expand: ['latest_invoice'],
  });
  expect(subscription.default_tax_rates?.map(({ id }) => id)).toEqual([rate.id]);
  const invoice = subscription.latest_invoice;
  if (invoice === null || typeof invoice === 'string') throw new Error('The invoice was not expanded.');
  // 22,410 x 5 % = 1,120.5 and 13 x 5 % = 0.65: together 1,121.15, rounded on each line 1,121 + 1.
  expect(
    invoice.lines.data.map(({ amount, taxes }) => [
      amount,
      taxes?.map((tax) => [tax.amount, tax.taxable_amount]),
    ]),
  ).toEqual([
    [13, [[1, 13]]],
    [24_900, [[1_121, 22_410]]],
  ]);
  expect(invoice).toMatchObject({
    subtotal: 24_913,
    total_excluding_tax: 22_423,
    total: 23_545,
    amount_paid: 23_545,
  });
  expect(invoice.total_taxes?.map(({ amount, taxable_amount }) => [amount, taxable_amount])).toEqual([
    [1_122, 22_423],
  ]);
  await stripe.subscriptions.update(subscription.id, { default_tax_rates: '' });
  const next = await stripe.invoices.createPreview({ subscription: subscription.id });
  expect([next.total, next.total_taxes]).toEqual([22_410, []]);
});
