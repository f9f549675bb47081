import { expect, it } from 'vitest';
import { clockAt, day, noon, startTestEmulator, stripeError } from './test-client.ts';

it('should create, update, list and delete coupons, and show products only when asked', async () => {
  const { stripe } = await startTestEmulator();
  const product = await stripe.products.create({ name: 'Base fee' });
  const coupon = await stripe.coupons.create({
    id: 'group-10',
    name: 'Group of three',
    percent_off: 10,
    duration: 'forever',
    applies_to: { products: [product.id] },
    metadata: { rule: 'C6' },
  });
  expect(coupon).toMatchObject({
    id: 'group-10',
    valid: true,
    times_redeemed: 0,
    amount_off: null,
    currency: null,
  });
  expect(coupon.applies_to).toBeUndefined();
  const asked = await stripe.coupons.retrieve('group-10', { expand: ['applies_to'] });
  expect(asked.applies_to?.products).toEqual([product.id]);
  expect((await stripe.coupons.update('group-10', { name: 'Group' })).name).toBe('Group');
  expect(await stripeError(stripe.coupons.create({ id: 'group-10', percent_off: 5 }))).toMatchObject({
    code: 'resource_already_exists',
  });
  const fixed = await stripe.coupons.create({ amount_off: 500, currency: 'USD', duration: 'once' });
  expect(fixed).toMatchObject({ amount_off: 500, currency: 'usd', percent_off: null });
  expect((await stripe.coupons.list()).data).toHaveLength(2);
  expect(await stripe.coupons.del('group-10')).toMatchObject({ deleted: true });
  expect((await stripe.coupons.list()).data.map((one) => one.id)).toEqual([fixed.id]);
  expect(await stripeError(stripe.coupons.retrieve('group-10'))).toMatchObject({ statusCode: 404 });
  const types = (await stripe.events.list()).data.map((event) => event.type);
  expect(types).toEqual(expect.arrayContaining(['coupon.created', 'coupon.updated', 'coupon.deleted']));
});

it('should refuse coupons that make no sense', async () => {
  const { stripe } = await startTestEmulator();
  const refused = [
    [stripe.coupons.create({}), 'percent_off'],
    [stripe.coupons.create({ percent_off: 10, amount_off: 5, currency: 'usd' }), 'percent_off'],
    [stripe.coupons.create({ percent_off: 100.5 }), 'percent_off'],
    [stripe.coupons.create({ amount_off: 5 }), 'currency'],
    [stripe.coupons.create({ percent_off: 10, duration: 'repeating' }), 'duration_in_months'],
    [
      stripe.coupons.create({ percent_off: 10, applies_to: { products: ['prod_none'] } }),
      'applies_to[products]',
    ],
  ] as const;
  for (const [promise, param] of refused)
    expect(await stripeError(promise)).toMatchObject({ statusCode: 400, param });
});

it('should keep a promotion code for one customer and find it by its code', async () => {
  const { now } = clockAt(noon);
  const { stripe } = await startTestEmulator({ now });
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'once' });
  const customer = await stripe.customers.create({ name: 'Al Noor' });
  const code = await stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: coupon.id },
    code: 'welcome20',
    customer: customer.id,
    expires_at: noon + day,
  });
  expect(code).toMatchObject({ code: 'WELCOME20', active: true, customer: customer.id, times_redeemed: 0 });
  const found = await stripe.promotionCodes.list({ code: 'Welcome20', expand: ['data.promotion.coupon'] });
  expect(found.data[0]?.promotion.coupon).toMatchObject({ id: coupon.id, percent_off: 20 });
  await stripe.promotionCodes.update(code.id, { active: false });
  expect((await stripe.promotionCodes.list({ code: 'WELCOME20', active: true })).data).toEqual([]);
});
