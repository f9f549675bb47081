import { AppError } from '../../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { LOCK_INVOICE, NEXT_NUMBER, SET_FINAL, SET_STATE } from '../../sql/invoices.ts';

export type InvoiceState = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';

export type InvoiceRef = { tenantId: string; invoiceId: string; now: Date };

export type FinalInvoice = { number: string; state: InvoiceState; totalCents: number };

/** What may become of an invoice by hand; payments and credits move it between open and paid. */
const MOVES: Record<'void' | 'uncollectible', readonly InvoiceState[]> = {
  void: ['draft', 'open', 'uncollectible'],
  uncollectible: ['open'],
};

/**
 * Gives a draft its number and makes it final, in the caller's transaction; one that is final already is answered as it is.
 * Numbers have no gaps within a year of `now` (UTC): whoever finalises waits for the one before. An invoice over nothing is
 * paid at once. Throws resource.not_found, invoice.negative, and invoice.state_refused for a void draft.
 */
export async function finaliseInvoice(
  client: Queryable,
  { tenantId, invoiceId, now, dueAt = now }: InvoiceRef & { dueAt?: Date },
): Promise<FinalInvoice> {
  const invoice = await lockInvoice(client, tenantId, invoiceId);
  const totalCents = Number(invoice.total_cents);
  if (invoice.state !== 'draft') {
    if (invoice.number === null) throw new AppError('invoice.state_refused', { state: invoice.state });
    return { number: invoice.number, state: invoice.state, totalCents };
  }
  if (totalCents < 0) throw new AppError('invoice.negative', { cents: totalCents });
  const number = await nextNumber(client, 'INV', now);
  const state = totalCents === 0 ? 'paid' : 'open';
  await client.query(SET_FINAL, [tenantId, invoiceId, number, state, now, dueAt]);
  await recordAudit(client, {
    ...entry(tenantId, invoiceId, 'billing_invoices.finalise', { kind: 'system' }),
    after: { number, state, totalCents },
  });
  return { number, state, totalCents };
}

/**
 * Takes an invoice back (`void`, only while nothing was paid of it) or gives its money up (`uncollectible`; a payment that comes
 * all the same still makes it paid). The same again changes nothing. Throws resource.not_found or invoice.state_refused.
 */
export async function moveInvoice(
  client: Queryable,
  { tenantId, invoiceId, now }: InvoiceRef,
  to: keyof typeof MOVES,
  actor: AuditEvent['actor'] = { kind: 'system' },
): Promise<void> {
  const invoice = await lockInvoice(client, tenantId, invoiceId);
  if (invoice.state === to) return;
  if (!MOVES[to].includes(invoice.state) || (to === 'void' && Number(invoice.paid_cents) !== 0))
    throw new AppError('invoice.state_refused', { state: invoice.state });
  await client.query(SET_STATE, [tenantId, invoiceId, to, null, now]);
  await recordAudit(client, {
    ...entry(tenantId, invoiceId, `billing_invoices.${to}`, actor, invoice.number ?? undefined),
    before: { state: invoice.state },
    after: { state: to },
  });
}

export type InvoiceRow = {
  id: string;
  number: string | null;
  state: InvoiceState;
  total_cents: string;
  paid_cents: string;
  credited_cents: string;
  paid_at: Date | null;
};

/** The row of an invoice, locked until the transaction ends. Throws resource.not_found. */
export async function lockInvoice(
  client: Queryable,
  tenantId: string,
  invoiceId: string,
): Promise<InvoiceRow> {
  const { rows } = await client.query(LOCK_INVOICE, [tenantId, invoiceId]);
  if (!rows[0]) throw new AppError('resource.not_found');
  return rows[0];
}

/** The next number of a series, such as INV-2026-000123. */
export async function nextNumber(client: Queryable, series: 'INV' | 'CN', now: Date): Promise<string> {
  const year = now.getUTCFullYear();
  const { rows } = await client.query(NEXT_NUMBER, [series, year]);
  return `${series}-${year}-${String(rows[0].last).padStart(6, '0')}`;
}

/** The head of an audit entry about an invoice. */
export function entry(
  tenantId: string,
  invoiceId: string,
  action: string,
  actor: AuditEvent['actor'],
  label?: string,
) {
  return {
    category: 'admin' as const,
    action,
    actor,
    subject: { collection: 'billing_invoices', id: invoiceId, ...(label ? { label } : {}) },
    tenantId,
  };
}
