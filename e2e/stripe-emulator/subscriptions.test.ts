import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { stripeError } from './test-client.ts';
import { amounts, at, startBilling } from './testing/billing-kit.ts';

const iso = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString().slice(0, 19);

describe('subscriptions', () => {
  it('should bill a monthly plan at once and again every month (S1)', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-01T00:00:00Z');
    const basic = await price(9900);
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: basic.id }],
      expand: ['latest_invoice.payments'],
    });
    expect(subscription.status).toBe('active');
    expect(subscription.latest_invoice).toMatchObject({ status: 'paid', amount_paid: 9900, total: 9900 });
    await advance('2026-02-01T00:30:00Z');
    expect((await invoices()).map((invoice) => invoice.status)).toEqual(['paid', 'draft']);
    await advance('2026-02-01T01:00:00Z');
    const [, second] = await invoices();
    expect(second).toMatchObject({
      status: 'paid',
      amount_paid: 9900,
      billing_reason: 'subscription_cycle',
      created: at('2026-02-01T00:00:00Z'),
    });
    expect(second?.status_transitions.finalized_at).toBe(at('2026-02-01T01:00:00Z'));
    expect(amounts(second)).toEqual([9900]);
  });

  it('should bill yearly plans in advance (S4)', async () => {
    const { stripe, customer, price } = await startBilling('2026-01-01T00:00:00Z');
    for (const amount of [95_040, 239_040]) {
      const yearly = await price(amount, 'year');
      const { items, latest_invoice } = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: yearly.id }],
        expand: ['latest_invoice'],
      });
      expect(latest_invoice).toMatchObject({ amount_paid: amount, status: 'paid' });
      expect(iso(items.data[0]?.current_period_end)).toBe('2027-01-01T00:00:00');
    }
  });

  it('should keep the day of the anchor over short months and leap years (S14)', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-31T10:00:00Z');
    const basic = await price(9900);
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: basic.id }] });
    await advance('2026-05-01T00:00:00Z');
    const starts = (await invoices()).map((invoice) => iso(invoice.lines.data[0]?.period.start));
    expect(starts).toEqual([
      '2026-01-31T10:00:00',
      '2026-02-28T10:00:00',
      '2026-03-31T10:00:00',
      '2026-04-30T10:00:00',
    ]);
    expect((await invoices()).map((invoice) => invoice.amount_paid)).toEqual([9900, 9900, 9900, 9900]);
    const leap = await startBilling('2028-02-29T00:00:00Z');
    const yearly = await leap.price(95_040, 'year');
    const subscription = await leap.stripe.subscriptions.create({
      customer: leap.customer.id,
      items: [{ price: yearly.id }],
    });
    expect(iso(subscription.items.data[0]?.current_period_end)).toBe('2029-02-28T00:00:00');
  });

  it('should put a set-up fee on the first invoice alone and never discount it (S19)', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-01T00:00:00Z');
    const standard = await price(239_040, 'year');
    const fee = await stripe.products.create({ name: 'Set-up' });
    const setup = await stripe.prices.create({ product: fee.id, currency: 'usd', unit_amount: 50_000 });
    const group = await stripe.coupons.create({
      percent_off: 10,
      duration: 'forever',
      applies_to: { products: [String(standard.product)] },
    });
    const create = (discounts: Stripe.SubscriptionCreateParams.Discount[]) =>
      stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: standard.id }],
        add_invoice_items: [{ price: setup.id }],
        discounts,
        expand: ['latest_invoice'],
      });
    expect((await create([])).latest_invoice).toMatchObject({ amount_paid: 289_040 });
    const inGroup = await create([{ coupon: group.id }]);
    expect(inGroup.latest_invoice).toMatchObject({ amount_paid: 265_136, subtotal: 289_040 });
    const [discount] = (inGroup.latest_invoice as Stripe.Invoice).total_discount_amounts ?? [];
    expect(discount).toMatchObject({ amount: 23_904, discount: inGroup.discounts[0] });
    await advance('2027-01-01T02:00:00Z');
    expect((await invoices()).slice(2).map((invoice) => invoice.amount_paid)).toEqual([239_040, 215_136]);
  });

  it('should bill several licensed items on one invoice (S20)', async () => {
    const { stripe, customer, price } = await startBilling('2026-01-01T00:00:00Z');
    const [standard, support] = [await price(24_900), await price(9900)];
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: standard.id }, { price: support.id }],
      expand: ['latest_invoice'],
    });
    expect(subscription.latest_invoice).toMatchObject({ amount_paid: 34_800 });
  });

  it('should bill one payer for monthly and yearly schools together (S28)', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-01T00:00:00Z');
    const [basic, standard, yearly] = [await price(9900), await price(24_900), await price(239_040, 'year')];
    const group = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      billing_mode: { type: 'flexible' },
      items: [{ price: basic.id }, { price: standard.id }, { price: yearly.id }],
      discounts: [{ coupon: group.id }],
      expand: ['latest_invoice'],
    });
    const first = subscription.latest_invoice as Stripe.Invoice;
    const net = first.lines.data.map((line) => line.amount - (line.discount_amounts?.[0]?.amount ?? 0));
    expect(net).toEqual([8910, 22_410, 215_136]);
    expect(first.amount_paid).toBe(246_456);
    expect(subscription.items.data.map((item) => iso(item.current_period_end))).toEqual([
      '2026-02-01T00:00:00',
      '2026-02-01T00:00:00',
      '2027-01-01T00:00:00',
    ]);
    await advance('2027-01-01T02:00:00Z');
    const later = (await invoices()).slice(1).map((invoice) => invoice.amount_paid);
    expect(later).toEqual([...Array.from({ length: 11 }, () => 31_320), 246_456]);
    const classic = stripe.subscriptions.create({
      customer: customer.id,
      billing_mode: { type: 'classic' },
      items: [{ price: basic.id }, { price: yearly.id }],
    });
    expect(await stripeError(classic)).toMatchObject({ statusCode: 400, param: 'items' });
  });

  it('should run to the end of the longest period when it is cancelled at period end, without refund (S27)', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-01-01T00:00:00Z');
    const yearly = await price(215_136, 'year');
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: yearly.id }],
    });
    await advance('2026-04-01T00:00:00Z');
    const cancelling = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(cancelling).toMatchObject({ status: 'active', cancel_at: at('2027-01-01T00:00:00Z') });
    await advance('2026-12-31T23:59:59Z');
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
    await advance('2027-01-02T00:00:00Z');
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'canceled',
      ended_at: at('2027-01-01T00:00:00Z'),
      cancellation_details: { reason: 'cancellation_requested' },
    });
    expect((await invoices()).map((invoice) => invoice.amount_paid)).toEqual([215_136]);
    const late = await stripeError(stripe.subscriptions.update(id, { cancel_at_period_end: false }));
    expect(late).toMatchObject({ code: 'invalid_canceled_subscription_fields' });
  });

  it('should change to a cheaper plan at period end by a schedule (S12)', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-04-01T00:00:00Z');
    const [standard, basic] = [await price(24_900), await price(9900)];
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: standard.id }],
    });
    await advance('2026-04-16T00:00:00Z');
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id });
    const [current] = schedule.phases;
    await stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        {
          items: [{ price: standard.id, quantity: 1 }],
          start_date: current?.start_date,
          end_date: current?.end_date,
        },
        { items: [{ price: basic.id, quantity: 1 }], duration: { interval: 'month' } },
      ],
    });
    expect((await invoices()).map((invoice) => invoice.total)).toEqual([24_900]);
    await advance('2026-06-02T00:00:00Z');
    const subscription = await stripe.subscriptions.retrieve(id);
    expect(subscription.items.data[0]?.price.id).toBe(basic.id);
    expect(subscription.schedule).toBeNull();
    expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({
      status: 'released',
      released_subscription: id,
    });
    expect((await invoices()).map((invoice) => invoice.total)).toEqual([24_900, 9900, 9900]);
  });
});
