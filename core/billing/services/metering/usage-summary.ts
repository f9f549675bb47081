import { plainDateIn, toCsv } from '../../../kernel/index.ts';
import { type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { MONTH_LEDGER, USAGE_SUMMARY } from '../../sql/usage-summary.ts';

export type MeterUsage = {
  meter: string;
  /** Sum of the month, in the school's own days. */
  total: number;
  entries: number;
  /** The last 30 days to today, each once, also those without usage. */
  days: { day: string; quantity: number }[];
  /** What the ledger holds, what was cut into shipments, and what Stripe has taken, of the same hours. */
  ledger: number;
  shipped: number;
  acknowledged: number;
  lastAt: string | null;
  /** Shipments that wait after an error. */
  troubled: number;
};

export type LedgerRow = {
  id: string;
  meter: string;
  source: string;
  eventId: string;
  quantity: number;
  occurredAt: string;
};

export type UsageSummary = {
  /** YYYY-MM */
  month: string;
  today: string;
  timeZone: string;
  meters: MeterUsage[];
  ledger: { rows: LedgerRow[]; page: number; pages: number; total: number };
};

/** Rows of the ledger on one page. */
export const LEDGER_PAGE = 25;

/** The month that runs now at the school, as YYYY-MM. */
export function currentMonth(): string {
  return plainDateIn(requireTenant().timeZone, new Date()).slice(0, 7);
}

/** What the school of the scope used in a month, and whether Stripe knows it. */
export async function usageSummary(
  client: Queryable,
  request: { month?: string; page?: number },
): Promise<UsageSummary> {
  const { timeZone } = requireTenant();
  const month = request.month ?? currentMonth();
  const page = Math.max(1, request.page ?? 1);
  const { rows } = await client.query(USAGE_SUMMARY, [
    `${month}-01`,
    timeZone,
    LEDGER_PAGE,
    (page - 1) * LEDGER_PAGE,
  ]);
  const row = rows[0];
  const total = Number(row.entries);
  return {
    month,
    today: row.today,
    timeZone,
    meters: row.meters,
    ledger: { rows: row.ledger, page, pages: Math.max(1, Math.ceil(total / LEDGER_PAGE)), total },
  };
}

/** The ledger of a month as CSV, oldest first. */
export async function ledgerCsv(client: Queryable, month: string): Promise<string> {
  const { timeZone } = requireTenant();
  const { rows } = await client.query(MONTH_LEDGER, [`${month}-01`, timeZone]);
  return toCsv([
    [`time (${timeZone})`, 'time (UTC)', 'meter', 'quantity', 'source', 'event'],
    ...rows.map((row) => [
      row.local_time,
      new Date(row.occurred_at).toISOString(),
      row.meter,
      Number(row.quantity),
      row.source,
      row.event_id,
    ]),
  ]);
}
