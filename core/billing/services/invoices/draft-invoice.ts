import type pg from 'pg';
import { AppError } from '../../../kernel/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../../tenancy/index.ts';
import {
  ADD_DRAFT,
  ADD_LINES,
  DROP_LINES,
  LOCK_BY_PERIOD,
  LOCK_INVOICE,
  SET_TOTALS,
} from '../../sql/invoices.ts';
import type { TaxedLine } from '../rating/totals.ts';
import { takeSnapshots } from './day-snapshots.ts';
import { refusedState } from './finalise-invoice.ts';
import type { InvoiceOrder } from './invoice-order.ts';
import { rateOrder, versionOf } from './rate-order.ts';
import { reviveOrder } from './revive-order.ts';

export type DraftedInvoice = {
  id: string;
  /** `draft` was rated now; any other state means that the invoice is final and was left as it is. */
  state: 'draft' | 'open' | 'paid' | 'uncollectible';
  isNew: boolean;
};

/**
 * Counts the school's days that have ended and makes or renews the draft of an order, in a transaction of its own: what to call
 * when nothing else is to be written with it. Throws price.unknown and price.no_book.
 */
export async function prepareDraft(pool: pg.Pool, order: InvoiceOrder, now: Date): Promise<DraftedInvoice> {
  await takeSnapshots({ pool, now, tenantId: order.tenantId });
  return asSystem(() => inTransaction(pool, (client) => draftInvoice(client, order, now)));
}

/**
 * Makes the draft of an order, or rates it anew when it is there already, in the caller's transaction and the platform's
 * scope. An order is known by school, reason and period, so that calling it twice or in two processes makes one invoice; a
 * final one is never touched. Take the snapshots of the school before. Throws price.unknown and price.no_book.
 */
export async function draftInvoice(
  client: Queryable,
  order: InvoiceOrder,
  now: Date,
): Promise<DraftedInvoice> {
  const { tenantId, reason, period, arrears } = order;
  const added = await client.query(ADD_DRAFT, [
    tenantId,
    reason,
    period.start,
    period.end,
    versionOf(order),
    arrears?.month.start ?? null,
    arrears?.month.end ?? null,
    arrears?.version ?? null,
    arrears?.isTrial ?? false,
    JSON.stringify(order),
    now,
  ]);
  if (added.rows[0]) {
    await writeRated(client, added.rows[0].id, order, now);
    return { id: added.rows[0].id, state: 'draft', isNew: true };
  }
  const { rows } = await client.query(LOCK_BY_PERIOD, [tenantId, reason, period.start, period.end]);
  if (!rows[0])
    throw new Error('Another invoice counts the usage of this month already: the periods overlap.');
  const { id, state } = rows[0];
  if (state === 'draft') await writeRated(client, id, order, now);
  return { id, state, isNew: false };
}

/**
 * Rates a draft anew from what it was ordered with: usage that came since is in it. To be called before the last comparison
 * with the provider. Throws resource.not_found, and invoice.state_refused for a final invoice.
 */
export async function refreshDraft(
  client: Queryable,
  { tenantId, invoiceId, now }: { tenantId: string; invoiceId: string; now: Date },
): Promise<void> {
  const { rows } = await client.query(LOCK_INVOICE, [tenantId, invoiceId]);
  if (!rows[0]) throw new AppError('resource.not_found');
  if (rows[0].state !== 'draft') throw refusedState(rows[0].state);
  await writeRated(client, invoiceId, reviveOrder(rows[0].rated_from), now);
}

async function writeRated(
  client: Queryable,
  invoiceId: string,
  order: InvoiceOrder,
  now: Date,
): Promise<void> {
  const { lines, subtotalCents, taxCents, totalCents, version } = await rateOrder(client, order);
  const { tenantId } = order;
  await client.query(DROP_LINES, [tenantId, invoiceId]);
  if (lines.length > 0)
    await client.query(ADD_LINES, [tenantId, invoiceId, JSON.stringify(lines.map(rowOf))]);
  await client.query(SET_TOTALS, [
    tenantId,
    invoiceId,
    subtotalCents,
    taxCents,
    totalCents,
    now,
    JSON.stringify(order),
    version,
  ]);
}

function rowOf(line: TaxedLine, position: number) {
  return {
    position,
    kind: line.kind,
    code: line.code,
    description: line.description,
    quantity: line.quantity,
    unit_cents: line.unitCents,
    amount_cents: line.amountCents,
    tax_cents: line.taxCents,
    period_start: line.period.start,
    period_end: line.period.end,
    price_book_version: line.priceBookVersion,
    explanation: line.explanation,
  };
}
