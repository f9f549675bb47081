import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { invalidRequest, resourceMissing } from '../core/api-error.ts';
import type { InForm } from '../core/in-form.ts';
import { listEnvelope } from '../core/list.ts';
import { type RequestContext, type Route, sdkRoute } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { parseUsage, usageToNumber } from '../core/usage-decimal.ts';
import { requireMeter } from './meters.ts';

type SummaryParams = InForm<Stripe.Billing.MeterListEventSummariesParams>;

const windows: Record<string, number> = { minute: 60, hour: 3600, day: 86_400 };

type CountedEvent = { timestamp: number; value: string };

/** Counted events of a customer in [start, end), oldest first and then in the order they came in. */
export function readEvents(
  context: Pick<RequestContext, 'store'>,
  meterId: string,
  customer: string,
  start: number,
  end: number,
): CountedEvent[] {
  return context.store.database
    .prepare(
      `SELECT timestamp, value FROM meter_events
       WHERE meter = ? AND customer = ? AND status = 'counted' AND timestamp >= ? AND timestamp < ?
       ORDER BY timestamp, seq`,
    )
    .all(meterId, customer, start, end)
    .map((row) => ({ timestamp: Number(row.timestamp), value: String(row.value ?? '0') }));
}

/** Applies a meter's formula: the sum of the values, the number of events, or the value of the newest one. */
export function aggregate(meter: ApiObject, events: readonly CountedEvent[]): number {
  const formula = (meter.default_aggregation as JsonObject).formula;
  if (formula === 'count') return events.length;
  if (formula === 'last') return usageToNumber(parseUsage(events.at(-1)?.value ?? '0') ?? 0n);
  return usageToNumber(events.reduce((sum, event) => sum + (parseUsage(event.value) ?? 0n), 0n));
}

function checkWindow(params: SummaryParams): void {
  const grouping = params.value_grouping_window ?? 'minute';
  for (const param of ['start_time', 'end_time'] as const) {
    if (params[param] % (windows[grouping] ?? 60) === 0) continue;
    const boundary = grouping === 'day' ? 'UTC day' : grouping;
    throw invalidRequest(
      `\`${param}\` must be aligned with ${boundary} boundaries. Received ${params[param]}.`,
      param,
    );
  }
  if (params.start_time >= params.end_time) {
    throw invalidRequest('`end_time` must be greater than `start_time`.', 'end_time');
  }
}

function toSummary(
  meter: ApiObject,
  customer: string,
  start: number,
  end: number,
  value: number,
): JsonObject {
  // The same window has the same id every time, so an id works as a cursor.
  const digest = createHash('sha256').update(`${meter.id}:${customer}:${start}:${end}`).digest('hex');
  return {
    id: `mtrusg_test_${digest.slice(0, 40)}`,
    object: 'billing.meter_event_summary',
    aggregated_value: value,
    end_time: end,
    livemode: false,
    meter: meter.id,
    start_time: start,
  };
}

/**
 * Usage of one customer. Without a grouping window there is exactly one summary for the whole range; with one,
 * there is a summary for each hour or UTC day that has events, newest first.
 */
const list = sdkRoute<Stripe.Billing.MeterListEventSummariesParams>({
  method: 'GET',
  path: '/v1/billing/meters/:id/event_summaries',
  handle(context, params) {
    const meter = requireMeter(context);
    const customer = context.store.find('customer', params.customer);
    if (!customer) throw resourceMissing('customer', params.customer, 'customer', 400);
    checkWindow(params);
    const events = readEvents(context, meter.id, customer.id, params.start_time, params.end_time);
    const url = `/v1/billing/meters/${meter.id}/event_summaries`;
    if (!params.value_grouping_window) {
      const total = aggregate(meter, events);
      const summary = toSummary(meter, customer.id, params.start_time, params.end_time, total);
      return listEnvelope(url, [summary], params, 'billing meter event summary');
    }
    const size = windows[params.value_grouping_window] ?? 60;
    const groups = Map.groupBy(events, (event) => Math.floor(event.timestamp / size) * size);
    const summaries = [...groups]
      .sort(([first], [second]) => second - first)
      .map(([start, group]) => toSummary(meter, customer.id, start, start + size, aggregate(meter, group)));
    return listEnvelope(url, summaries, params, 'billing meter event summary');
  },
});

export const meterEventSummaryRoutes: Route[] = [list];
