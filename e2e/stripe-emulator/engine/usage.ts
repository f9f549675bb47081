import { add, type Fraction, fraction, parseDecimal, zero } from '../billing/fraction.ts';
import type { Period } from '../billing/periods.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject, StoredObject } from '../core/store.ts';
import { readEvents } from '../resources/meter-event-summaries.ts';

/** Exact usage of a customer on a meter in [start, end), by the meter's formula. */
export function usageIn(
  context: RequestContext,
  meterId: string,
  customer: string,
  period: Period,
): Fraction {
  const meter = context.store.find<ApiObject>('billing.meter', meterId);
  const events = readEvents(context, meterId, customer, period.start, period.end);
  const formula = (meter?.default_aggregation as JsonObject | undefined)?.formula;
  if (formula === 'count') return fraction(events.length);
  if (formula === 'last') return parseDecimal(events.at(-1)?.value ?? '0');
  return events.reduce((sum, event) => add(sum, parseDecimal(event.value)), zero);
}

type UsageStart = StoredObject & { from: number };

/** Usage of an item before this moment is billed already, or was never billable (unix seconds). */
export function usageStart(context: RequestContext, item: string): number {
  return context.store.find<UsageStart>('usage_start', `usage_${item}`)?.from ?? 0;
}

/** Notes that usage of an item before this moment must not be billed again. */
export function setUsageStart(context: RequestContext, item: string, from: number): void {
  const row: UsageStart = { id: `usage_${item}`, object: 'usage_start', from };
  if (context.store.find('usage_start', row.id)) context.store.save('usage_start', row);
  else context.store.insert('usage_start', row);
}
