import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { LATE_USAGE, USAGE_OF } from '../../sql/invoices.ts';
import { bookVersion } from '../price-book/read-book.ts';
import { rateAdvance } from '../rating/advance.ts';
import type { InvoiceLine, Period } from '../rating/line.ts';
import { type MeterQuantity, rateLateUsage } from '../rating/metered.ts';
import { rateChange } from '../rating/rate-change.ts';
import { rateArrears } from '../rating/rate-period.ts';
import { type RatedInvoice, totalsOf } from '../rating/totals.ts';
import type { InvoiceOrder } from './invoice-order.ts';
import { segmentsOf } from './ran-segments.ts';

/** How long after its end a month is looked through for usage that came late. */
const LATE_DAYS = 100;

/**
 * The lines and totals of an order from the price book, the ledger and the snapshots, in the platform's scope; nothing is
 * written. Lines: change, what is ahead, arrears, late usage of older months, what was agreed by hand, tax. Throws
 * price.unknown and price.no_book.
 */
export async function rateOrder(
  client: Queryable,
  order: InvoiceOrder,
): Promise<RatedInvoice & { version: number }> {
  const { tenantId, arrears, ahead, change, extra = [], period } = order;
  const book = await bookVersion(client, versionOf(order));
  const lines: InvoiceLine[] = [];
  if (change) {
    const { from, to, ...rest } = change;
    const rated = rateChange({
      ...rest,
      from: { terms: from.terms, book: await bookVersion(client, from.version) },
      to: { terms: to.terms, book: await bookVersion(client, to.version) },
    });
    lines.push(...rated.lines);
  }
  if (ahead) lines.push(...rateAdvance({ ...ahead, book: await bookVersion(client, ahead.version) }));
  if (arrears) {
    const { month, isTrial } = arrears;
    const segments = await segmentsOf(client, tenantId, arrears.segments);
    const meters = await usageOf(client, tenantId, month);
    const priced = await bookVersion(client, arrears.version);
    lines.push(...rateArrears({ month, book: priced, segments, meters, isTrial }));
    lines.push(...(await lateLines(client, tenantId, month.start)));
  }
  return { ...totalsOf(book, [...lines, ...extra], period), version: book.version };
}

/** The version that an invoice names: the one its renewal or its new terms are priced by, else the one of its usage. */
export function versionOf({ ahead, change, arrears, extra, version }: InvoiceOrder): number {
  const named =
    version ?? ahead?.version ?? change?.to.version ?? arrears?.version ?? extra?.[0]?.priceBookVersion;
  if (named === undefined) throw new AppError('price.no_book');
  return named;
}

/** What the ledger holds of each meter in a period. */
export async function usageOf(
  client: Queryable,
  tenantId: string,
  { start, end }: Period,
): Promise<MeterQuantity[]> {
  const { rows } = await client.query(USAGE_OF, [tenantId, start, end]);
  return rows.map(quantityOf);
}

async function lateLines(client: Queryable, tenantId: string, before: Date): Promise<InvoiceLine[]> {
  const { rows } = await client.query(LATE_USAGE, [tenantId, before, LATE_DAYS]);
  const lines: InvoiceLine[] = [];
  for (const row of rows) {
    const line = rateLateUsage(
      await bookVersion(client, Number(row.usage_book_version)),
      quantityOf(row),
      { quantity: Number(row.billed_quantity), cents: Number(row.billed_cents) },
      { start: row.usage_start, end: row.usage_end },
    );
    if (line) lines.push(line);
  }
  return lines;
}

function quantityOf(row: {
  meter: string;
  quantity: string;
  events: number;
  first: Date;
  last: Date;
}): MeterQuantity {
  return {
    meter: row.meter,
    quantity: Number(row.quantity),
    events: { count: row.events, first: row.first.toISOString(), last: row.last.toISOString() },
  };
}
