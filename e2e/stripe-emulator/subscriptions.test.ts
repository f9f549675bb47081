import { expect, it } from 'vitest';
import { amounts, at, startBilling } from './testing/billing-kit.ts';

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
  expect(amounts(second as never)).toEqual([9900]);
});
