import { expect, it } from 'vitest';
import { startTestEmulator } from './test-client.ts';

it('should show what is stored, lead from object to object, and move a clock on', async () => {
  const { stripe, url } = await startTestEmulator();
  const clock = await stripe.testHelpers.testClocks.create({
    frozen_time: Date.UTC(2026, 0, 31, 10) / 1000,
    name: 'January',
  });
  const customer = await stripe.customers.create({
    name: '<b>مدرسة</b>',
    test_clock: clock.id,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 9900,
    recurring: { interval: 'month' },
    product_data: { name: 'Basic' },
  });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
  });
  const read = async (path: string) => (await fetch(`${url}/_emulator/${path}`)).text();
  const overview = await read('');
  expect(overview).toContain('&lt;b&gt;مدرسة&lt;/b&gt;');
  expect(overview).toContain(`/_emulator/object/${subscription.id}`);
  expect(overview).toContain('customer.subscription.created');
  for (const tab of ['customers', 'subscriptions', 'invoices', 'meters', 'events', 'clocks', 'spoiled']) {
    expect((await fetch(`${url}/_emulator/${tab}`)).status).toBe(200);
  }
  expect(await read(`object/${String(subscription.latest_invoice)}`)).toContain('99.00 USD');
  expect(await read(`object/${customer.id}`)).toContain('2026-02-28 10:00:00');
  const form = new URLSearchParams({ amount: '1', unit: 'months' });
  const moved = await fetch(`${url}/_emulator/clocks/${clock.id}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  expect(moved.status).toBe(303);
  await expect
    .poll(async () => (await stripe.testHelpers.testClocks.retrieve(clock.id)).frozen_time)
    .toBe(Date.UTC(2026, 1, 28, 10) / 1000);
  expect((await fetch(`${url}/_emulator/object/nothing`)).status).toBe(400);
  expect(await (await fetch(`${url}/_emulator/faults`)).json()).toBeDefined();
});
