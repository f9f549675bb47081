import { describe, expect, it } from 'vitest';
import {
  clockAt,
  createMeterAndCustomer,
  day,
  event,
  noon,
  readTotal,
  startTestEmulator,
  stripeError,
} from './test-client.ts';

describe('summaries', () => {
  it('should group by hour and by UTC day, newest first', async () => {
    const { stripe } = await startTestEmulator({ now: clockAt(noon).now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    const samples: Array<[number, string]> = [
      [noon - 7200, '0.1'],
      [noon - 7199, '0.2'],
      [noon - 1, '4'],
      [noon, '8'],
      [noon - day, '16'],
    ];
    for (const [timestamp, value] of samples) {
      await stripe.billing.meterEvents.create(event(customer.id, value, undefined, timestamp));
    }
    const range = { customer: customer.id, start_time: noon - 7200, end_time: noon };
    const hours = await stripe.billing.meters.listEventSummaries(meter.id, {
      ...range,
      value_grouping_window: 'hour',
    });
    // The end is exclusive, and 0.1 + 0.2 is exactly 0.3.
    expect(
      hours.data.map((row) => [row.start_time - noon, row.end_time - noon, row.aggregated_value]),
    ).toEqual([
      [-3600, 0, 4],
      [-7200, -3600, 0.3],
    ]);
    const days = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer: customer.id,
      start_time: noon - day * 1.5,
      end_time: noon + day / 2,
      value_grouping_window: 'day',
    });
    expect(days.data.map((row) => row.aggregated_value)).toEqual([12.3, 16]);
    expect(await readTotal(stripe, meter.id, customer.id, noon - 7200, noon)).toBe(4.3);
    const page = { ...range, end_time: noon + 3600, value_grouping_window: 'hour', limit: 1 } as const;
    const pages: number[] = [];
    for await (const row of stripe.billing.meters.listEventSummaries(meter.id, page))
      pages.push(row.aggregated_value);
    expect(pages).toEqual([8, 4, 0.3]);
  });

  it('should refuse windows that are not aligned', async () => {
    const { stripe } = await startTestEmulator({ now: clockAt(noon).now });
    const { meter, customer } = await createMeterAndCustomer(stripe);
    const list = (start: number, end: number, grouping?: 'hour' | 'day') =>
      stripe.billing.meters.listEventSummaries(meter.id, {
        customer: customer.id,
        start_time: start,
        end_time: end,
        value_grouping_window: grouping,
      });
    await list(noon - 60, noon);
    expect(await stripeError(list(noon - 61, noon))).toMatchObject({ statusCode: 400, param: 'start_time' });
    expect(await stripeError(list(noon - 3600, noon + 60, 'hour'))).toMatchObject({ param: 'end_time' });
    expect(await stripeError(list(noon - day, noon, 'day'))).toMatchObject({ param: 'start_time' });
    expect(await stripeError(list(noon, noon))).toMatchObject({ param: 'end_time' });
  });

  it('should count events and take the last value by time', async () => {
    const { stripe } = await startTestEmulator({ now: clockAt(noon).now });
    for (const [formula, expected] of [
      ['count', 3],
      ['last', 7],
    ] as const) {
      const { meter, customer } = await createMeterAndCustomer(stripe, formula);
      for (const [value, offset] of [
        ['5', -60],
        ['7', -10],
        ['6', -30],
      ] as const) {
        await stripe.billing.meterEvents.create({
          event_name: `sms_${formula}`,
          payload: { stripe_customer_id: customer.id, value },
          timestamp: noon + offset,
        });
      }
      expect(await readTotal(stripe, meter.id, customer.id, noon - 60, noon)).toBe(expected);
    }
  });
});
