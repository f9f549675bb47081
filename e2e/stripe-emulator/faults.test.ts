import Stripe from 'stripe';
import { expect, it } from 'vitest';
import {
  addFault,
  clockAt,
  createMeterAndCustomer,
  day,
  event,
  noon,
  readTotal,
  startTestEmulator,
} from './test-client.ts';

const route = 'POST /v1/billing/meter_events';

/** Sends until the event is known to be there: a taken identifier means that an earlier reply was lost. */
async function deliver(stripe: Stripe, customer: string, identifier: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const error = await stripe.billing.meterEvents.create(event(customer, '1', identifier)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return;
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (error.message === `An event already exists with identifier ${identifier}.`) return;
  }
  throw new Error(`The event ${identifier} could not be delivered.`);
}

it('should count every event once among lost replies, conflicts, rate limits and failures', async () => {
  const { stripe, url } = await startTestEmulator({ now: clockAt(noon).now });
  const { meter, customer } = await createMeterAndCustomer(stripe);
  await addFault(url, { route, kind: 'lost_reply', probability: 0.05, seed: 11 });
  await addFault(url, { route, kind: 'status', status: 429, probability: 0.2, seed: 12 });
  await addFault(url, { route, kind: 'status', status: 409, probability: 0.1, seed: 13 });
  await addFault(url, { route, kind: 'status', status: 500, probability: 0.1, seed: 14 });
  for (let index = 0; index < 60; index += 1) await deliver(stripe, customer.id, `event-${index}`);
  const listed = (await (await fetch(`${url}/_emulator/faults`)).json()) as {
    faults: Array<{ hits: number }>;
  };
  expect(listed.faults.every((fault) => fault.hits > 0)).toBe(true);
  expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(60);
}, 30_000);

it('should refuse a second request with an idempotency key that is being worked on', async () => {
  const { stripe } = await startTestEmulator({ now: clockAt(noon).now, lockLatencyMs: 100 });
  const { customer } = await createMeterAndCustomer(stripe);
  const send = () =>
    stripe.billing.meterEvents.create(event(customer.id, '1', 'one'), { idempotencyKey: 'key' });
  const [first, second] = await Promise.allSettled([send(), send()]);
  const outcomes = [first.status, second.status].sort();
  expect(outcomes).toEqual(['fulfilled', 'rejected']);
  const refused = first.status === 'rejected' ? first : second;
  expect(refused).toMatchObject({ reason: { statusCode: 409, code: 'idempotency_key_in_use' } });
  expect((await send()).lastResponse.headers['idempotent-replayed']).toBe('true');
});

it('should clear everything on reset and tell what it holds', async () => {
  const { stripe, url } = await startTestEmulator();
  await createMeterAndCustomer(stripe);
  const state = async () => (await fetch(`${url}/_emulator/state`)).json();
  expect(await state()).toMatchObject({
    counts: { customer: 1, 'billing.meter': 1, event: 2, meter_events: 0 },
  });
  await fetch(`${url}/_emulator/reset`, { method: 'POST' });
  expect(await state()).toEqual({ counts: { meter_events: 0, idempotency_keys: 0 }, faults: [] });
});
