import { expect, it } from 'vitest';
import { at, startBilling } from './testing/billing-kit.ts';

async function failARenewal(days: number[]) {
  const billing = await startBilling('2026-02-01T00:00:00Z');
  const body = JSON.stringify({ days });
  const answer = await fetch(`${billing.url}/_emulator/retries`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  const price = await billing.price(24_900);
  const { id } = await billing.stripe.subscriptions.create({
    customer: billing.customer.id,
    items: [{ price: price.id }],
  });
  await billing.declineFromNowOn();
  await billing.advance('2026-03-01T01:00:00Z');
  const open = async () => (await billing.invoices())[1];
  const status = async () => (await billing.stripe.subscriptions.retrieve(id)).status;
  return { ...billing, open, status };
}

it('should try a failed payment again on the days of the account, and leave it open after the last', async () => {
  const { advance, open, status, stripe } = await failARenewal([3, 5]);
  expect(await open()).toMatchObject({ attempt_count: 1, next_payment_attempt: at('2026-03-04T01:00:00Z') });
  await advance('2026-03-04T00:59:59Z');
  expect(await open()).toMatchObject({ attempt_count: 1 });
  await advance('2026-03-04T01:00:00Z');
  expect(await open()).toMatchObject({ attempt_count: 2, next_payment_attempt: at('2026-03-06T01:00:00Z') });
  await advance('2026-03-20T00:00:00Z');
  expect(await open()).toMatchObject({ attempt_count: 3, next_payment_attempt: null, status: 'open' });
  expect(await status()).toBe('past_due');
  const failures = await stripe.events.list({ type: 'invoice.payment_failed' });
  expect(failures.data).toHaveLength(3);
});

it('should be paid by the retry after a working card came, and not be tried again', async () => {
  const { advance, open, status, stripe, customer } = await failARenewal([3, 5]);
  const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: good.id } });
  await advance('2026-03-04T01:00:00Z');
  expect(await open()).toMatchObject({ status: 'paid', amount_paid: 24_900, next_payment_attempt: null });
  expect(await status()).toBe('active');
  await advance('2026-03-20T00:00:00Z');
  expect(await open()).toMatchObject({ attempt_count: 2 });
});

it('should refuse days that mean nothing', async () => {
  const { url } = await startBilling('2026-02-01T00:00:00Z');
  for (const body of ['{"days":[0]}', '{}', 'x'])
    expect((await fetch(`${url}/_emulator/retries`, { method: 'POST', body })).status).toBe(400);
});
