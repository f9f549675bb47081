import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import {
  clockAt,
  createMeterAndCustomer,
  noon,
  readTotal,
  startTestEmulator,
  stripeError,
} from './test-client.ts';

const start = noon - 3600;
const end = noon + 3600;

/** The stream lives at an address of its own in the real world; here it is the emulator's. */
async function sendStream(url: string, token: string, events: unknown[]): Promise<Response> {
  return fetch(`${url}/v2/billing/meter_event_stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  });
}

describe('meter events of the second version', () => {
  it('should count one and answer with times as texts', async () => {
    const { now } = clockAt(noon);
    const { stripe } = await startTestEmulator({ now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    const made = await stripe.v2.billing.meterEvents.create({
      event_name: 'sms_sum',
      identifier: 'one',
      payload: { stripe_customer_id: customer.id, value: '3' },
      timestamp: new Date(noon * 1000).toISOString(),
    });
    expect(made).toMatchObject({ object: 'v2.billing.meter_event', identifier: 'one' });
    expect(made.timestamp).toBe('2026-03-10T12:00:00.000Z');
    expect(await readTotal(stripe, meter.id, customer.id, start, end)).toBe(3);
  });

  it('should take a hundred at once, drop repeats and report an unknown meter', async () => {
    const { now } = clockAt(noon);
    const { stripe, url } = await startTestEmulator({ now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    const session = await stripe.v2.billing.meterEventSession.create();
    const payload = { stripe_customer_id: customer.id, value: '1' };
    const events = Array.from({ length: 100 }, (_, index) => ({
      event_name: 'sms_sum',
      identifier: `e${index % 90}`,
      payload,
    }));
    expect((await sendStream(url, session.authentication_token, events)).status).toBe(200);
    const unknown = [{ event_name: 'nobody', payload }];
    expect((await sendStream(url, session.authentication_token, unknown)).status).toBe(200);
    expect(await readTotal(stripe, meter.id, customer.id, start, end)).toBe(90);
    const reports = await stripe.v2.core.events.list({ types: ['v1.billing.meter.no_meter_found'] });
    expect(reports.data).toHaveLength(1);
    const tooMany = await sendStream(url, session.authentication_token, [...events, ...events]);
    expect(tooMany.status).toBe(400);
  });

  it('should refuse an ordinary key and a token after fifteen minutes', async () => {
    const { clock, now } = clockAt(noon);
    const { stripe, port, url } = await startTestEmulator({ now });
    expect((await sendStream(url, 'sk_test_emulator1234567890', [])).status).toBe(401);
    const session = await stripe.v2.billing.meterEventSession.create();
    clock.seconds += 901;
    const streaming = new Stripe(session.authentication_token, { host: '127.0.0.1', port, protocol: 'http' });
    const late = streaming.rawRequest('POST', '/v2/billing/meter_event_stream', { events: [] });
    expect(await stripeError(late)).toBeInstanceOf(Stripe.errors.TemporarySessionExpiredError);
  });
});
