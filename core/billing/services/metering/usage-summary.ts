import { plainDateIn, toCsv } from '../../../kernel/index.ts';
import { type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { COMPARED_DAYS, INVOICED_USAGE, MONTH_LEDGER, USAGE_SUMMARY } from '../../sql/usage-summary.ts';
import { billingNow } from '../clock.ts';
import { Exact, roundCents } from '../money.ts';
import type { BookMeter } from '../price-book/content.ts';
import { bookAt } from '../price-book/read-book.ts';

type Point = { label: string; value: number };

export type MeterUsage = {
  meter: string;
  /** From the price book; undefined for a meter of an add-on, which its partner prices. */
  name?: BookMeter['name'];
  unit?: BookMeter['unit'];
  /** Cents a unit, exact. */
  rate?: string;
  /** Sum of the month in the school's own days, and of that what is free because it was used in the trial. */
  total: number;
  free: number;
  entries: number;
  /** What the month costs so far, and on a straight line until its end; the line only while it runs. */
  cents?: number;
  forecast?: { quantity: number; cents: number };
  /** Each day of the month, and the last twelve months, also those without usage. */
  days: Point[];
  months: Point[];
  /** Of the month: cut into shipments; of those taken by Stripe and seen in its summary; free in the trial; billed by invoice alone. */
  shipped: number;
  acknowledged: number;
  confirmed: number;
  trial: number;
  late: number;
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
  isFree: boolean;
  /** The receipt of the add-on's call that used it. */
  receipt: string | null;
};

/** One meter of one month that an invoice counted. */
export type InvoicedUsage = {
  invoice: string;
  number: string;
  from: string;
  until: string;
  meter: string;
  ledger: number;
  isFree: boolean;
  /** Null when nothing was compared. */
  stripe: number | null;
  invoiced: number;
  cents: number;
};

export type UsageStatement = {
  days: number;
  checkedAt: string | null;
  differences: { day: string; meter: string; ledger: number; stripe: number }[];
  invoiced: InvoicedUsage[];
};

export type UsageSummary = {
  /** YYYY-MM */
  month: string;
  today: string;
  timeZone: string;
  meters: MeterUsage[];
  statement: UsageStatement;
  ledger: { rows: LedgerRow[]; meter?: string; page: number; pages: number; total: number };
};

/** Rows of the ledger on one page. */
export const LEDGER_PAGE = 25;

/** The month that runs now at the school, as YYYY-MM. */
export function currentMonth(): string {
  return plainDateIn(requireTenant().timeZone, billingNow()).slice(0, 7);
}

/** What the school of the scope used in a month, what it costs, and whether Stripe and the invoices say the same. */
export async function usageSummary(
  client: Queryable,
  request: { month?: string | undefined; page?: number | undefined; meter?: string | undefined },
): Promise<UsageSummary> {
  const { timeZone } = requireTenant();
  const now = billingNow();
  const month = request.month ?? currentMonth();
  const page = Math.max(1, request.page ?? 1);
  const { rows } = await client.query(USAGE_SUMMARY, [
    `${month}-01`,
    timeZone,
    LEDGER_PAGE,
    (page - 1) * LEDGER_PAGE,
    now,
    request.meter ?? null,
  ]);
  const row = rows[0];
  const total = Number(row.entries);
  const bounds = { from: Number(row.month_start) * 1000, until: Number(row.month_end) * 1000 };
  const { content } = await bookAt(client, new Date(Math.min(now.getTime(), bounds.until - 1)));
  return {
    month,
    today: row.today,
    timeZone,
    meters: (row.meters as MeterUsage[]).map((usage) =>
      priced(
        usage,
        content.meters.find(({ code }) => code === usage.meter),
        bounds,
        now,
      ),
    ),
    statement: await readStatement(client, now),
    ledger: {
      rows: row.ledger,
      ...(request.meter !== undefined && { meter: request.meter }),
      page,
      pages: Math.max(1, Math.ceil(total / LEDGER_PAGE)),
      total,
    },
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

async function readStatement(client: Queryable, now: Date): Promise<UsageStatement> {
  const compared = (await client.query(COMPARED_DAYS, [now])).rows[0];
  const { rows } = await client.query<InvoicedUsage & { from: Date | string; until: Date | string }>(
    INVOICED_USAGE,
    [now],
  );
  const iso = (moment: Date | string) => new Date(moment).toISOString();
  return {
    days: compared.days,
    checkedAt: compared.checkedAt === null ? null : iso(compared.checkedAt),
    differences: compared.differences,
    invoiced: rows.map((row) => ({ ...row, from: iso(row.from), until: iso(row.until) })),
  };
}

type Bounds = { from: number; until: number };

function priced(
  usage: MeterUsage,
  meter: BookMeter | undefined,
  { from, until }: Bounds,
  now: Date,
): MeterUsage {
  if (!meter) return usage;
  const { name, unit, rate } = meter;
  const costs = (quantity: number) => roundCents(new Exact(quantity).times(rate));
  const paid = usage.total - usage.free;
  const known = { ...usage, name, unit, rate, cents: costs(paid) };
  const isRunning = now.getTime() >= from && now.getTime() < until;
  if (!isRunning) return known;
  const share = (now.getTime() - from) / (until - from);
  const whole = (quantity: number) => Math.round(quantity / Math.max(share, 0.001));
  return { ...known, forecast: { quantity: whole(usage.total), cents: costs(whole(paid)) } };
}
