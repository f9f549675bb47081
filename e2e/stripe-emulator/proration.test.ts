import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { stripeError } from './test-client.ts';
import { amounts, at, startBilling } from './testing/billing-kit.ts';

type Billing = Awaited<ReturnType<typeof startBilling>>;

/** Starts on one price, moves to a moment and changes to another price; answers the invoice of the change. */
async function change(
  billing: Billing,
  prices: [Stripe.Price, Stripe.Price],
  moment: string,
  more: Stripe.SubscriptionUpdateParams = {},
): Promise<{ subscription: Stripe.Subscription; invoice: Stripe.Invoice }> {
  const { stripe, customer, advance } = billing;
  const before = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: prices[0].id }],
  });
  await advance(moment);
  const subscription = await stripe.subscriptions.update(before.id, {
    items: [{ id: before.items.data[0]?.id, price: prices[1].id }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
    ...more,
  });
  return { subscription, invoice: subscription.latest_invoice as Stripe.Invoice };
}

describe('changes in a period', () => {
  it.each([
    ['S11a', '2026-04-16T00:00:00Z', [-4950, 12_450], 7500],
    ['S11b, both exact ties', '2026-04-11T06:00:00Z', [-6518, 16_393], 9875],
    ['S11c', '2026-04-21T13:37:11Z', [-3113, 7829], 4716],
  ])('should prorate an upgrade by the second and charge it now (%s)', async (_, moment, lines, total) => {
    const billing = await startBilling('2026-04-01T00:00:00Z');
    const prices: [Stripe.Price, Stripe.Price] = [await billing.price(9900), await billing.price(24_900)];
    const { invoice, subscription } = await change(billing, prices, moment);
    expect(amounts(invoice)).toEqual(lines);
    expect(invoice).toMatchObject({ total, amount_paid: total, billing_reason: 'subscription_update' });
    expect(invoice.created).toBe(at(moment));
    expect(subscription.items.data[0]?.current_period_end).toBe(at('2026-05-01T00:00:00Z'));
    expect(invoice.lines.data[0]?.parent?.subscription_item_details).toMatchObject({ proration: true });
  });

  it('should prorate a yearly upgrade by the second (S11d)', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const prices: [Stripe.Price, Stripe.Price] = [
      await billing.price(95_040, 'year'),
      await billing.price(239_040, 'year'),
    ];
    const { invoice } = await change(billing, prices, '2026-04-11T00:00:00Z');
    expect(amounts(invoice)).toEqual([-69_002, 173_550]);
    expect(invoice.amount_paid).toBe(104_548);
  });

  it('should start a new cycle now when the interval changes (S13)', async () => {
    const billing = await startBilling('2026-04-01T00:00:00Z');
    const prices: [Stripe.Price, Stripe.Price] = [
      await billing.price(24_900),
      await billing.price(239_040, 'year'),
    ];
    const { invoice, subscription } = await change(billing, prices, '2026-04-16T00:00:00Z');
    expect(amounts(invoice)).toEqual([-12_450, 239_040]);
    expect(invoice.amount_paid).toBe(226_590);
    expect(subscription.billing_cycle_anchor).toBe(at('2026-04-16T00:00:00Z'));
    expect(subscription.items.data[0]?.current_period_end).toBe(at('2027-04-16T00:00:00Z'));
  });

  it('should keep prorations for the next invoice, or leave them out, when told to', async () => {
    const billing = await startBilling('2026-04-01T00:00:00Z');
    const { stripe, customer, advance, invoices } = billing;
    const [basic, standard] = [await billing.price(9900), await billing.price(24_900)];
    await change(billing, [basic, standard], '2026-04-16T00:00:00Z', {
      proration_behavior: 'create_prorations',
    });
    const pending = await stripe.invoiceItems.list({ customer: customer.id, pending: true });
    expect(pending.data.map((item) => item.amount).sort()).toEqual([-4950, 12_450]);
    await advance('2026-05-01T02:00:00Z');
    expect((await invoices()).map((invoice) => invoice.total)).toEqual([9900, 24_900 + 7500]);

    const other = await startBilling('2026-04-01T00:00:00Z');
    const prices: [Stripe.Price, Stripe.Price] = [await other.price(9900), await other.price(24_900)];
    await change(other, prices, '2026-04-16T00:00:00Z', { proration_behavior: 'none' });
    await other.advance('2026-05-01T02:00:00Z');
    expect((await other.invoices()).map((invoice) => invoice.total)).toEqual([9900, 24_900]);
  });

  it('should prorate quantities, added and removed items, at the date asked for', async () => {
    const { stripe, customer, price, advance } = await startBilling('2026-04-01T00:00:00Z');
    const [seat, extra] = [await price(1000), await price(3000)];
    const { id, items } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: seat.id, quantity: 3 }],
    });
    await advance('2026-04-20T00:00:00Z');
    const more = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, quantity: 5 }, { price: extra.id }],
      proration_behavior: 'always_invoice',
      proration_date: at('2026-04-16T00:00:00Z'),
      expand: ['latest_invoice'],
    });
    const invoice = more.latest_invoice as Stripe.Invoice;
    expect(amounts(invoice)).toEqual([-1500, 2500, 1500]);
    const added = more.items.data[1];
    expect(await stripe.subscriptionItems.del(added?.id ?? '', { proration_behavior: 'none' })).toMatchObject(
      {
        deleted: true,
      },
    );
    expect((await stripe.subscriptions.retrieve(id)).items.data).toHaveLength(1);
    const outside = stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, quantity: 1 }],
      proration_date: at('2026-03-16T00:00:00Z'),
    });
    expect(await stripeError(outside)).toMatchObject({ param: 'proration_date' });
  });

  it('should give the unused time back as credit that the next invoice uses', async () => {
    const billing = await startBilling('2026-04-01T00:00:00Z');
    const prices: [Stripe.Price, Stripe.Price] = [await billing.price(24_900), await billing.price(9900)];
    const { invoice } = await change(billing, prices, '2026-04-16T00:00:00Z');
    expect(invoice).toMatchObject({ total: -7500, amount_due: 0, status: 'paid', ending_balance: -7500 });
    const customer = (await billing.stripe.customers.retrieve(billing.customer.id)) as Stripe.Customer;
    expect(customer.balance).toBe(-7500);
    await billing.advance('2026-05-01T02:00:00Z');
    expect((await billing.invoices()).at(-1)).toMatchObject({
      total: 9900,
      starting_balance: -7500,
      amount_paid: 2400,
      ending_balance: 0,
    });
  });

  it('should take percentages off before the one rounding, or show them, as the billing mode says', async () => {
    const totals: number[] = [];
    for (const mode of ['included', 'itemized'] as const) {
      const { stripe, customer, price, advance } = await startBilling('2026-04-01T00:00:00Z');
      const [basic, standard] = [await price(9900), await price(24_900)];
      const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
      const { id, items } = await stripe.subscriptions.create({
        customer: customer.id,
        billing_mode: { type: 'flexible', flexible: { proration_discounts: mode } },
        items: [{ price: basic.id }],
        discounts: [{ coupon: coupon.id }],
      });
      await advance('2026-04-11T06:00:00Z');
      const after = await stripe.subscriptions.update(id, {
        items: [{ id: items.data[0]?.id, price: standard.id }],
        proration_behavior: 'always_invoice',
        expand: ['latest_invoice'],
      });
      totals.push((after.latest_invoice as Stripe.Invoice).total);
    }
    // Exact: -5865.75 and 14753.25. From rounded amounts: -6518 + 652 and 16393 - 1639.
    expect(totals).toEqual([-5866 + 14_753, -5866 + 14_754]);
  });

  it('should preview a change to the cent and change nothing', async () => {
    const { stripe, customer, price, advance, invoices } = await startBilling('2026-04-01T00:00:00Z');
    const [basic, standard] = [await price(9900), await price(24_900)];
    const { id, items } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: basic.id }],
    });
    await advance('2026-04-11T06:00:00Z');
    const preview = await stripe.invoices.createPreview({
      subscription: id,
      subscription_details: {
        items: [{ id: items.data[0]?.id, price: standard.id }],
        proration_behavior: 'always_invoice',
      },
    });
    expect(amounts(preview)).toEqual([-6518, 16_393]);
    expect(preview).toMatchObject({ status: 'draft', amount_due: 9875, number: null });
    const next = await stripe.invoices.createPreview({ subscription: id });
    expect(next).toMatchObject({ amount_due: 9900, billing_reason: 'upcoming' });
    expect(next.lines.data[0]?.period.start).toBe(at('2026-05-01T00:00:00Z'));
    const fresh = await stripe.invoices.createPreview({
      customer: customer.id,
      subscription_details: { items: [{ price: standard.id, quantity: 2 }] },
    });
    expect(fresh.total).toBe(49_800);
    expect(await invoices()).toHaveLength(1);
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe(basic.id);
  });
});
