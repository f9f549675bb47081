import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import {
  addFault,
  clockAt,
  createMeterAndCustomer,
  day,
  event,
  noon,
  readTotal,
  startTestEmulator,
  stripeError,
} from './test-client.ts';

describe('meters', () => {
  it('should create, rename, deactivate and reactivate; one active meter for an event name', async () => {
    const { stripe } = await startTestEmulator();
    const { meter, customer } = await createMeterAndCustomer(stripe);
    expect(meter.id).toMatch(/^mtr_test_/);
    expect(meter.customer_mapping).toEqual({ event_payload_key: 'stripe_customer_id', type: 'by_id' });
    expect(await stripe.billing.meters.update(meter.id, { display_name: 'Text' })).toMatchObject({
      display_name: 'Text',
    });
    await expect(createMeterAndCustomer(stripe)).rejects.toMatchObject({ param: 'event_name' });
    const off = await stripe.billing.meters.deactivate(meter.id);
    expect(off.status).toBe('inactive');
    expect(off.status_transitions.deactivated_at).toBeTypeOf('number');
    expect((await stripe.billing.meters.list({ status: 'active' })).data).toEqual([]);
    const refused = await stripeError(stripe.billing.meterEvents.create(event(customer.id, '1')));
    expect(refused.message).toBe('No active meter found for event name "sms_sum".');
    expect((await stripe.billing.meters.reactivate(meter.id)).status).toBe('active');
    await stripe.billing.meterEvents.create(event(customer.id, '1'));
  });
});

describe('meter events', () => {
  it('should refuse a used identifier for 24 hours and take it again afterwards', async () => {
    const { clock, now } = clockAt(noon);
    const { stripe } = await startTestEmulator({ now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    const sent = await stripe.billing.meterEvents.create(event(customer.id, '3', 'batch-1'));
    expect(sent).toMatchObject({ object: 'billing.meter_event', identifier: 'batch-1', timestamp: noon });
    const again = await stripeError(stripe.billing.meterEvents.create(event(customer.id, '3', 'batch-1')));
    expect(again).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(again).toMatchObject({
      statusCode: 400,
      message: 'An event already exists with identifier batch-1.',
    });
    expect(again.code).toBeUndefined();
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(3);
    clock.seconds = noon + day + 1;
    await stripe.billing.meterEvents.create(event(customer.id, '3', 'batch-1', noon));
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(6);
  });

  it('should take timestamps from 35 days back to 5 minutes ahead', async () => {
    const { stripe } = await startTestEmulator({ now: clockAt(noon).now });
    const { customer } = await createMeterAndCustomer(stripe);
    const send = (timestamp: number) =>
      stripe.billing.meterEvents.create(event(customer.id, '1', undefined, timestamp));
    await send(noon - 35 * day);
    await send(noon + 300);
    const old = await stripeError(send(noon - 35 * day - 1));
    expect(old.message).toContain('cannot be more than 35 days in past');
    expect(await stripeError(send(noon + 301))).toMatchObject({ statusCode: 400, param: 'timestamp' });
  });

  it('should count once when the reply is lost and the same identifier is sent again', async () => {
    const { stripe, url } = await startTestEmulator({ now: clockAt(noon).now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    // Twice, because the SDK itself sends once more after a closed connection.
    await addFault(url, { route: 'POST /v1/billing/meter_events', kind: 'lost_reply', times: 2 });
    const lost = await stripeError(stripe.billing.meterEvents.create(event(customer.id, '5', 'batch-2')));
    expect(lost).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const again = await stripeError(stripe.billing.meterEvents.create(event(customer.id, '5', 'batch-2')));
    expect(again).toMatchObject({
      statusCode: 400,
      message: 'An event already exists with identifier batch-2.',
    });
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(5);
  });

  it('should heal one lost reply through the SDK, which repeats its idempotency key', async () => {
    const { stripe, url } = await startTestEmulator({ now: clockAt(noon).now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    await addFault(url, { route: 'POST /v1/billing/meter_events', kind: 'lost_reply' });
    const sent = await stripe.billing.meterEvents.create(event(customer.id, '5'));
    expect(sent.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(5);
  });

  it('should take one call at a time for a customer on a meter', async () => {
    const { stripe } = await startTestEmulator({ now: clockAt(noon).now, lockLatencyMs: 500 });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    const other = await stripe.customers.create({ name: 'Other' });
    const calls = Array.from({ length: 5 }, (_, index) =>
      stripe.billing.meterEvents.create(event(customer.id, '1', `same-${index}`)),
    );
    const elsewhere = stripe.billing.meterEvents.create(event(other.id, '1', 'elsewhere'));
    const outcomes = await Promise.allSettled(calls);
    await elsewhere;
    const refused = outcomes
      .filter((outcome) => outcome.status === 'rejected')
      .map((outcome) => outcome.reason);
    expect(refused).toHaveLength(4);
    expect(refused[0]).toMatchObject({ statusCode: 429, code: 'lock_timeout' });
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(1);
  });

  it('should accept an unknown customer and report it later', async () => {
    const { stripe, url } = await startTestEmulator({ now: clockAt(noon).now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    await stripe.billing.meterEvents.create(event('cus_nobody', '1', 'lost-1'));
    await stripe.billing.meterEvents.create(event(customer.id, 'many', 'lost-2'));
    expect((await stripe.v2.core.events.list({ object_id: meter.id })).data).toEqual([]);
    await fetch(`${url}/_emulator/settle`, { method: 'POST' });
    const [report, ...others] = (await stripe.v2.core.events.list({ object_id: meter.id })).data;
    expect(others).toEqual([]);
    const full = await stripe.v2.core.events.retrieve(report?.id ?? '');
    if (full.type !== 'v1.billing.meter.error_report_triggered')
      throw new Error(`Unexpected event ${full.type}.`);
    expect(full.related_object.id).toBe(meter.id);
    expect(full.data.reason.error_count).toBe(2);
    expect(full.data.reason.error_types.map((type) => type.code)).toEqual([
      'meter_event_customer_not_found',
      'meter_event_invalid_value',
    ]);
    expect(full.data.reason.error_types[0]?.sample_errors[0]?.request.identifier).toBe('lost-1');
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(0);
  });

  it('should cancel an event within 24 hours, once', async () => {
    const { clock, now } = clockAt(noon);
    const { stripe } = await startTestEmulator({ now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    await stripe.billing.meterEvents.create(event(customer.id, '1332', 'first'));
    await stripe.billing.meterEvents.create(event(customer.id, '1', 'second'));
    const cancel = (identifier: string) =>
      stripe.billing.meterEventAdjustments.create({
        event_name: 'sms_sum',
        type: 'cancel',
        cancel: { identifier },
      });
    expect(await cancel('second')).toMatchObject({ type: 'cancel', cancel: { identifier: 'second' } });
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(1332);
    expect(await stripeError(cancel('second'))).toMatchObject({ statusCode: 400 });
    expect(await stripeError(cancel('unknown'))).toMatchObject({ statusCode: 400 });
    clock.seconds += day;
    expect((await stripeError(cancel('first'))).message).toContain('more than 24 hours ago');
  });

  it('should answer injected errors before any work', async () => {
    const { stripe, url } = await startTestEmulator({ now: clockAt(noon).now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    for (const status of [400, 409, 429, 500]) {
      await addFault(url, { route: 'POST /v1/billing/meter_events', kind: 'status', status });
      const error = await stripeError(
        stripe.billing.meterEvents.create(event(customer.id, '1', `fault-${status}`)),
      );
      expect(error.statusCode).toBe(status);
    }
    expect(await readTotal(stripe, meter.id, customer.id, noon - day, noon + day)).toBe(0);
    expect((await addFault(url, { kind: 'status' })).status).toBe(400);
    await addFault(url, { kind: 'status', status: 500, probability: 0.5, seed: 3 });
    await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
    await stripe.billing.meterEvents.create(event(customer.id, '1'));
  });
});
