import { emitEvent } from '../core/emit-event.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject, JsonObject } from '../core/store.ts';
import { aggregate, readEvents } from './meter-event-summaries.ts';

type Threshold = {
  filters: Array<{ customer: string | null; type: string }> | null;
  gte: number;
  meter: string;
};

/** A one-time alert speaks once for each customer; the marker is what makes it once. */
const marker = 'billing.alert_marker';

function isFor(threshold: Threshold, customer: string): boolean {
  const filters = threshold.filters ?? [];
  return filters.length === 0 || filters.some((filter) => filter.customer === customer);
}

/**
 * Emits billing.alert.triggered for each active alert on the meter that the customer's usage since the alert was
 * made has reached, once.
 */
export function triggerAlerts(context: RequestContext, meter: ApiObject, customer: string): void {
  for (const alert of context.store.findByLookup('billing.alert', meter.id)) {
    const threshold = alert.usage_threshold as unknown as Threshold;
    if (alert.status !== 'active' || !isFor(threshold, customer)) continue;
    const key = `${alert.id}:${customer}`;
    if (context.store.find(marker, key)) continue;
    const events = readEvents(context, meter.id, customer, Number(alert.created), Number.MAX_SAFE_INTEGER);
    const value = aggregate(meter, events);
    if (value < threshold.gte) continue;
    context.store.insert(marker, { id: key, object: marker, created: context.now });
    const { created: _, ...shown } = alert;
    const triggered: JsonObject = {
      object: 'billing.alert_triggered',
      alert: { ...shown, usage_threshold: { ...(alert.usage_threshold as JsonObject), meter } },
      created: context.now,
      customer,
      livemode: false,
      value,
    };
    emitEvent(context, 'billing.alert.triggered', triggered as ApiObject);
  }
}
