import Stripe from 'stripe';
import { afterEach } from 'vitest';
import { createStripeEmulator, type StripeEmulatorOptions } from './index.ts';

export const testKey = 'sk_test_emulator1234567890';

/**
 * The unmodified SDK pointed at an emulator. Retries are off unless asked for, so that a test sees each answer;
 * the SDK still retries a closed connection once, whatever this says.
 */
export function connectStripe(port: number, apiKey = testKey, maxNetworkRetries = 0): Stripe {
  return new Stripe(apiKey, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries,
    telemetry: false,
  });
}

/** 2026-03-10T12:00:00Z, in seconds. */
export const noon = Date.UTC(2026, 2, 10, 12) / 1000;
export const day = 86_400;

/** A clock that a test can move, in seconds, and the function that an emulator takes. */
export function clockAt(seconds: number) {
  const clock = { seconds };
  return { clock, now: () => clock.seconds * 1000 };
}

/** Parameters of a meter event on the sum meter of createMeterAndCustomer. */
export function event(customer: string, value: string, identifier?: string, timestamp?: number) {
  return { event_name: 'sms_sum', payload: { stripe_customer_id: customer, value }, identifier, timestamp };
}

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Starts an emulator on a free port for one test, with a client; it is closed after the test. */
export async function startTestEmulator(options: StripeEmulatorOptions = {}) {
  const { port, url, close } = await createStripeEmulator(options).listen(0);
  closers.push(close);
  return { port, url, close, stripe: connectStripe(port) };
}

/** Asks the emulator to spoil requests. */
export async function addFault(url: string, fault: Record<string, unknown>): Promise<Response> {
  return fetch(`${url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(fault) });
}

/** A rejected promise's error as the SDK made it; fails when the promise is fulfilled. */
export async function stripeError(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error(`Expected a StripeError, got ${String(outcome)}.`);
}

/** A meter for SMS and a customer to count them for. */
export async function createMeterAndCustomer(stripe: Stripe, formula: 'sum' | 'count' | 'last' = 'sum') {
  const meter = await stripe.billing.meters.create({
    display_name: 'SMS',
    event_name: `sms_${formula}`,
    default_aggregation: { formula },
  });
  const customer = await stripe.customers.create({ name: 'مدرسة النور', email: 'billing@noor.example' });
  return { meter, customer };
}

/** Total of one customer on a meter over a range of whole minutes (unix seconds). */
export async function readTotal(stripe: Stripe, meter: string, customer: string, start: number, end: number) {
  const list = await stripe.billing.meters.listEventSummaries(meter, {
    customer,
    start_time: start,
    end_time: end,
  });
  return list.data[0]?.aggregated_value;
}
