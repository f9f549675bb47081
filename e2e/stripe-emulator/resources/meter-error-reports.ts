import { makeThinEvent } from '../core/emit-event.ts';
import type { JsonObject, Store } from '../core/store.ts';

type BadEvent = {
  seq: number;
  meter: string;
  identifier: string;
  code: string;
  message: string;
  created: number;
};

const sampleLimit = 5;

/**
 * Turns bad meter events that were accepted into v1.billing.meter.error_report_triggered events, one a meter, as
 * Stripe does a while after its 200. Only events accepted at or before `receivedUntil` (unix seconds) are taken.
 */
export function reportMeterErrors(store: Store, receivedUntil: number, now: number): number {
  const rows = store.database
    .prepare(
      `SELECT seq, meter, identifier, error_code, error_message, created FROM meter_events
       WHERE status = 'invalid' AND is_reported = 0 AND created <= ? ORDER BY seq`,
    )
    .all(receivedUntil);
  const bad = rows.map((row) => ({
    seq: Number(row.seq),
    meter: String(row.meter),
    identifier: String(row.identifier),
    code: String(row.error_code),
    message: String(row.error_message),
    created: Number(row.created),
  }));
  const byMeter = Map.groupBy(bad, (event) => event.meter);
  for (const [meter, events] of byMeter) {
    const report = makeThinEvent({
      type: 'v1.billing.meter.error_report_triggered',
      created: now,
      relatedObject: { id: meter, type: 'billing.meter', url: `/v1/billing/meters/${meter}` },
      data: toReport(events),
    });
    store.insert('v2.core.event', report, meter);
  }
  const mark = store.database.prepare('UPDATE meter_events SET is_reported = 1 WHERE seq = ?');
  for (const event of bad) mark.run(event.seq);
  return byMeter.size;
}

function toReport(events: readonly BadEvent[]): JsonObject {
  const created = events.map((event) => event.created);
  const types = [...Map.groupBy(events, (event) => event.code)].map(([code, group]) => ({
    code,
    error_count: group.length,
    sample_errors: group
      .slice(0, sampleLimit)
      .map((event) => ({ error_message: event.message, request: { identifier: event.identifier } })),
  }));
  const noun = events.length === 1 ? 'There is 1 invalid event' : `There are ${events.length} invalid events`;
  return {
    developer_message_summary: noun,
    reason: { error_count: events.length, error_types: types },
    validation_start: toIso(Math.min(...created)),
    validation_end: toIso(Math.max(...created) + 1),
  };
}

/** Unix seconds as the ISO time the v2 API uses. */
export function toIso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
