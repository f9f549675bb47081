import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clockAt, startTestEmulator } from './test-client.ts';
import { at } from './testing/billing-kit.ts';

const tick = (url: string) => fetch(`${url}/_emulator/tick`, { method: 'POST' });

it('should bill customers without a test clock in real time', async () => {
  const { clock, now } = clockAt(at('2026-01-01T00:00:00Z'));
  const { stripe, url } = await startTestEmulator({ now });
  const customer = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 9900,
    recurring: { interval: 'month' },
    product_data: { name: 'Basic' },
  });
  const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  clock.seconds = at('2026-03-01T00:30:00Z');
  await tick(url);
  const list = await stripe.invoices.list({ customer: customer.id });
  // What was due in between was done at its own moment, not at the moment somebody looked.
  expect(list.data.map(({ created, status }) => [created, status])).toEqual([
    [at('2026-03-01T00:00:00Z'), 'draft'],
    [at('2026-02-01T00:00:00Z'), 'paid'],
    [at('2026-01-01T00:00:00Z'), 'paid'],
  ]);
  clock.seconds = at('2026-03-01T01:00:00Z');
  await tick(url);
  const { items, latest_invoice } = await stripe.subscriptions.retrieve(id);
  expect(items.data[0]?.current_period_end).toBe(at('2026-04-01T00:00:00Z'));
  expect((await stripe.invoices.retrieve(String(latest_invoice))).status).toBe('paid');
});

it('should carry on with an advancing clock after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stripe-emulator-'));
  const databasePath = join(folder, 'stripe.sqlite');
  try {
    const first = await startTestEmulator({ databasePath });
    const { id } = await first.stripe.testHelpers.testClocks.create({
      frozen_time: at('2026-01-01T00:00:00Z'),
    });
    const customer = await first.stripe.customers.create({
      test_clock: id,
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const price = await first.stripe.prices.create({
      currency: 'usd',
      unit_amount: 100,
      recurring: { interval: 'day' },
      product_data: { name: 'Daily' },
    });
    await first.stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    await first.stripe.testHelpers.testClocks.advance(id, { frozen_time: at('2026-02-28T12:00:00Z') });
    await first.close();
    const second = await startTestEmulator({ databasePath });
    await tick(second.url);
    const clock = await second.stripe.testHelpers.testClocks.retrieve(id);
    expect(clock).toMatchObject({ status: 'ready', frozen_time: at('2026-02-28T12:00:00Z') });
    const { data } = await second.stripe.invoices.list({ customer: customer.id, limit: 100 });
    const [newest] = data;
    expect(newest).toMatchObject({ amount_paid: 100, created: at('2026-02-28T00:00:00Z') });
    expect(newest?.number).toMatch(/-0059$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

it('should go on in real time with what lived by a test clock, once that is released', async () => {
  const { clock, now } = clockAt(at('2026-01-20T00:00:00Z'));
  const { stripe, url } = await startTestEmulator({ now });
  const { id } = await stripe.testHelpers.testClocks.create({ frozen_time: at('2026-01-01T00:00:00Z') });
  const customer = await stripe.customers.create({
    test_clock: id,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 9900,
    recurring: { interval: 'month' },
    product_data: { name: 'Basic' },
  });
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  const release = async () =>
    (await fetch(`${url}/_emulator/clocks/${id}/release`, { method: 'POST' })).status;
  expect(await release()).toBe(200);
  expect(await release()).toBe(404);
  expect((await stripe.customers.retrieve(customer.id)) as object).toMatchObject({ test_clock: null });
  clock.seconds = at('2026-02-01T02:00:00Z');
  await tick(url);
  const list = await stripe.invoices.list({ customer: customer.id });
  expect(list.data.map(({ created, status }) => [created, status])).toEqual([
    [at('2026-02-01T00:00:00Z'), 'paid'],
    [at('2026-01-01T00:00:00Z'), 'paid'],
  ]);
  expect((await stripe.subscriptions.retrieve(made.id)).test_clock).toBeNull();
});
