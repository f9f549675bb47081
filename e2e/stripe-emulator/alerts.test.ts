import { expect, it } from 'vitest';
import {
  clockAt,
  createMeterAndCustomer,
  event,
  noon,
  startTestEmulator,
  stripeError,
} from './test-client.ts';

it('should speak once when a customer reaches the threshold, and not while it is off', async () => {
  const { now } = clockAt(noon);
  const { stripe } = await startTestEmulator({ now });
  const { meter, customer } = await createMeterAndCustomer(stripe);
  const other = await stripe.customers.create({ name: 'Other' });
  const alert = await stripe.billing.alerts.create({
    alert_type: 'usage_threshold',
    title: 'Half of the budget',
    usage_threshold: {
      gte: 10,
      meter: meter.id,
      recurrence: 'one_time',
      filters: [{ type: 'customer', customer: customer.id }],
    },
  });
  expect(alert).toMatchObject({ object: 'billing.alert', status: 'active' });
  const triggered = async () => (await stripe.events.list({ type: 'billing.alert.triggered' })).data;
  await stripe.billing.meterEvents.create(event(customer.id, '9'));
  await stripe.billing.meterEvents.create(event(other.id, '50'));
  expect(await triggered()).toEqual([]);
  await stripe.billing.alerts.deactivate(alert.id);
  await stripe.billing.meterEvents.create(event(customer.id, '1'));
  expect(await triggered()).toEqual([]);
  await stripe.billing.alerts.activate(alert.id);
  await stripe.billing.meterEvents.create(event(customer.id, '1'));
  await stripe.billing.meterEvents.create(event(customer.id, '1'));
  const events = await triggered();
  expect(events).toHaveLength(1);
  expect(events[0]?.data.object).toMatchObject({ customer: customer.id, value: 11, alert: { id: alert.id } });
  expect((await stripe.billing.alerts.archive(alert.id)).status).toBe('archived');
  expect(await stripeError(stripe.billing.alerts.activate(alert.id))).toMatchObject({ statusCode: 400 });
  expect((await stripe.billing.alerts.list({ meter: meter.id })).data).toHaveLength(1);
});
