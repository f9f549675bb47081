import type pg from 'pg';
import { REFUSE_SHIPMENTS } from '../../sql/shipments.ts';
import { raiseAlarm } from './alarms.ts';

/** What Stripe tells of events that it accepted and then could not count: `v1.billing.meter.error_report_triggered`. */
export type MeterErrorReport = {
  /** Of all events; the samples are at most a few of them. */
  errorCount: number;
  samples: { identifier: string; code: string; message: string }[];
};

/** Takes from the body of the event what handleMeterErrors needs; parts that are missing are left out. */
export function readMeterErrorReport(data: unknown): MeterErrorReport {
  const { reason } = (data ?? {}) as { reason?: { error_count?: number; error_types?: ErrorType[] } };
  const samples = (reason?.error_types ?? []).flatMap(({ code, sample_errors }) =>
    (sample_errors ?? []).flatMap(({ error_message, request }) =>
      request?.identifier ? [{ identifier: request.identifier, code, message: error_message ?? code }] : [],
    ),
  );
  return { errorCount: reason?.error_count ?? samples.length, samples };
}

type ErrorType = {
  code: string;
  sample_errors?: { error_message?: string; request?: { identifier?: string } }[];
};

/**
 * Marks the shipments that Stripe did not count, to be replaced by the next cut under new identifiers. Safe to repeat and
 * late: what a summary proved counted meanwhile is left alone. A report names a few events of many; the others are found by the
 * reconciler, which sees what is missing. To be called in the system's scope. Answers how many shipments were marked.
 */
export async function handleMeterErrors(pool: pg.Pool, report: MeterErrorReport, now: Date): Promise<number> {
  const { rows } = await pool.query(REFUSE_SHIPMENTS, [
    report.samples.map(({ identifier }) => identifier),
    now,
    report.samples[0] ? `${report.samples[0].code}: ${report.samples[0].message}` : '',
  ]);
  for (const row of rows) {
    const sample = report.samples.find(({ identifier }) => identifier === row.identifier);
    await raiseAlarm(pool, {
      tenantId: row.tenant_id,
      kind: 'refused',
      meter: row.meter,
      key: row.identifier,
      detail: { code: sample?.code, message: sample?.message },
      now,
    });
  }
  return rows.length;
}
