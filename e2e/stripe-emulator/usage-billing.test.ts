import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { amounts, at, startBilling } from './testing/billing-kit.ts';

type Billing = Awaited<ReturnType<typeof startBilling>>;

/** Standard by the month with SMS, predictions and reports, all on one subscription. */
async function subscribe(billing: Billing) {
  const standard = await billing.price(24_900);
  const sms = await billing.meteredPrice('sms', '0.75');
  const ai = await billing.meteredPrice('ai', '0.2');
  const reports = await billing.meteredPrice('reports', '5');
  const subscription = await billing.stripe.subscriptions.create({
    customer: billing.customer.id,
    items: [standard, sms.price, ai.price, reports.price].map(({ id }) => ({ price: id })),
  });
  return { subscription, sms, ai, reports };
}

describe('usage on invoices', () => {
  it.each([
    ['S15a', 1333, 4321, [1000, 864, 85], 1949],
    ['S15b', 1331, 4322, [998, 864, 85], 1947],
  ])('should round once for each line (%s)', async (_, texts, predictions, lines, total) => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const { sms, ai, reports } = await subscribe(billing);
    await billing.advance('2026-01-20T00:00:00Z');
    await sms.use(texts - 1, '2026-01-03T00:00:00Z');
    await sms.use(1, '2026-01-19T00:00:00Z');
    await ai.use(predictions, '2026-01-19T00:00:00Z');
    await reports.use(17, '2026-01-19T00:00:00Z');
    await billing.advance('2026-02-01T02:00:00Z');
    const [first, second] = await billing.invoices();
    expect(first?.total).toBe(24_900);
    expect(amounts(second)).toEqual([...lines, 24_900]);
    expect(second?.total).toBe(24_900 + total);
    expect(second?.lines.data[0]).toMatchObject({
      quantity: texts,
      period: { end: at('2026-02-01T00:00:00Z') },
    });
    expect(second?.lines.data[3]?.period.start).toBe(at('2026-02-01T00:00:00Z'));
  });

  it('should bill plan, blocks of students, storage and usage together (S15c)', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const { sms, ai, reports, subscription } = await subscribe(billing);
    const blocks = await billing.meteredPrice('blocks', '1000', 'last');
    const storage = await billing.meteredPrice('storage', '500', 'last');
    for (const { price } of [blocks, storage]) {
      await billing.stripe.subscriptionItems.create({ subscription: subscription.id, price: price.id });
    }
    await billing.advance('2026-01-20T00:00:00Z');
    await sms.use(1331, '2026-01-19T00:00:00Z');
    await ai.use(4322, '2026-01-19T00:00:00Z');
    await reports.use(17, '2026-01-19T00:00:00Z');
    await blocks.use(4, '2026-01-19T00:00:00Z');
    await storage.use(8, '2026-01-19T00:00:00Z');
    await billing.advance('2026-02-01T02:00:00Z');
    const [, second] = await billing.invoices();
    expect(amounts(second)).toEqual([998, 864, 85, 4000, 4000, 24_900]);
    expect(second).toMatchObject({ total: 34_847, amount_paid: 34_847 });
  });

  it('should bill the last value of a meter, whatever came before it (S25)', async () => {
    const billing = await startBilling('2026-04-01T00:00:00Z');
    const standard = await billing.price(24_900);
    const blocks = await billing.meteredPrice('blocks', '1000', 'last');
    await billing.stripe.subscriptions.create({
      customer: billing.customer.id,
      items: [{ price: standard.id }, { price: blocks.price.id }],
    });
    await billing.advance('2026-04-30T00:00:00Z');
    await blocks.use(4, '2026-04-29T12:00:00Z');
    await blocks.use(9, '2026-04-10T12:00:00Z');
    await billing.advance('2026-05-01T02:00:00Z');
    expect((await billing.invoices()).at(-1)?.total).toBe(24_900 + 4000);
  });

  it('should count what arrives while the invoice is a draft, and not what comes later (S16d)', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const { sms } = await subscribe(billing);
    await billing.advance('2026-02-01T00:30:00Z');
    await sms.use(100, '2026-01-31T23:59:59Z');
    await sms.use(40, '2026-02-01T00:00:00Z');
    const [, draft] = await billing.invoices();
    expect(draft).toMatchObject({ status: 'draft', total: 24_900 + 75 });
    await billing.advance('2026-02-01T01:30:00Z');
    await sms.use(1000, '2026-01-31T23:59:59Z');
    const [, final] = await billing.invoices();
    expect(final).toMatchObject({ status: 'paid', total: 24_900 + 75 });
    await billing.advance('2026-03-01T02:00:00Z');
    expect((await billing.invoices()).at(-1)?.total).toBe(24_900 + 30);
  });

  it('should bill usage by the month beside a plan by the year, and to the end when it is cancelled (S5)', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const yearly = await billing.price(239_040, 'year');
    const blocks = await billing.meteredPrice('blocks', '1000', 'last');
    const { id } = await billing.stripe.subscriptions.create({
      customer: billing.customer.id,
      items: [{ price: yearly.id }, { price: blocks.price.id }],
    });
    await billing.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    for (let month = 1; month <= 12; month += 1) {
      const name = String(month).padStart(2, '0');
      await billing.advance(`2026-${name}-15T00:00:00Z`);
      await blocks.use(4, `2026-${name}-14T00:00:00Z`);
    }
    await billing.advance('2027-01-01T02:00:00Z');
    const totals = (await billing.invoices()).map((invoice) => invoice.amount_paid);
    expect(totals).toEqual([239_040, ...Array.from({ length: 12 }, () => 4000)]);
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(287_040);
  });

  it.each([
    ['graduated', [100, 100 + 0, 100 + 9 * 10, 100 + 10 * 10 + 5 * 5]],
    ['volume', [100, 100, 19 * 10, 25 * 5]],
  ] as const)('should price %s tiers with flat fees', async (mode, expected) => {
    const totals: number[] = [];
    for (const quantity of [0, 10, 19, 25]) {
      const billing = await startBilling('2026-01-01T00:00:00Z');
      const tiered = await billing.meteredPrice('tiers', '0', 'sum', {
        billing_scheme: 'tiered',
        tiers_mode: mode,
        tiers: [
          { up_to: 10, flat_amount: 100 },
          { up_to: 20, unit_amount: 10 },
          { up_to: 'inf', unit_amount: 5 },
        ],
      });
      await billing.stripe.subscriptions.create({
        customer: billing.customer.id,
        items: [{ price: tiered.price.id }],
      });
      await billing.advance('2026-01-20T00:00:00Z');
      if (quantity > 0) await tiered.use(quantity, '2026-01-19T00:00:00Z');
      await billing.advance('2026-02-01T02:00:00Z');
      totals.push((await billing.invoices()).at(-1)?.total ?? -1);
    }
    expect(totals).toEqual(expected);
  });

  it('should sell by the package, count events, and be exact to twelve decimals', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const packages = await billing.meteredPrice('packages', '1000', 'sum', {
      transform_quantity: { divide_by: 100, round: 'up' },
    });
    const calls = await billing.meteredPrice('calls', '0.000000000001', 'count');
    const tiny = await billing.meteredPrice('tiny', '0.333333333333');
    await billing.stripe.subscriptions.create({
      customer: billing.customer.id,
      items: [packages, calls, tiny].map(({ price }) => ({ price: price.id })),
    });
    await billing.advance('2026-01-20T00:00:00Z');
    await packages.use(340, '2026-01-19T00:00:00Z');
    await calls.use(1, '2026-01-19T00:00:00Z');
    await tiny.use('4.5', '2026-01-19T00:00:00Z');
    await billing.advance('2026-02-01T02:00:00Z');
    const invoice = (await billing.invoices()).at(-1);
    // 4.5 x 0.333333333333 is 1.4999999999985, just below the tie.
    expect(amounts(invoice)).toEqual([4000, 0, 1]);
    expect(invoice?.lines.data[2]).toMatchObject({ quantity: null });
    expect(String(invoice?.lines.data[2]?.quantity_decimal)).toBe('4.5');
  });

  it('should bill usage early when its item goes or the cycle starts again', async () => {
    const billing = await startBilling('2026-01-01T00:00:00Z');
    const { stripe } = billing;
    const [basic, yearly] = [await billing.price(9900), await billing.price(95_040, 'year')];
    const sms = await billing.meteredPrice('sms', '0.75');
    const { id, items } = await stripe.subscriptions.create({
      customer: billing.customer.id,
      items: [{ price: basic.id }, { price: sms.price.id }],
    });
    await billing.advance('2026-01-16T12:00:00Z');
    await sms.use(1000, '2026-01-10T00:00:00Z');
    const moved = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: yearly.id }],
      expand: ['latest_invoice'],
    });
    expect(amounts(moved.latest_invoice as Stripe.Invoice)).toEqual([-4950, 750, 95_040]);
    await sms.use(200, '2026-01-16T12:00:00Z');
    const removed = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[1]?.id, deleted: true }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });
    // The moment itself belongs to the next period: nothing was used before it.
    expect(removed.items.data).toHaveLength(1);
    expect((await billing.invoices()).map((invoice) => invoice.total)).toEqual([9900, 90_840]);
    expect(Stripe.API_VERSION).toBe('2026-10-28.endive');
  });
});
