import { AppError } from '../../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../observability/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import {
  ADD_CREDIT_NOTE,
  ADD_PAYMENT,
  KNOWN_PAYMENT,
  SET_STATE,
  SUM_CREDITS,
  SUM_PAYMENTS,
} from '../../sql/invoices.ts';
import {
  entry,
  type InvoiceRef,
  type InvoiceRow,
  type InvoiceState,
  lockInvoice,
  nextNumber,
} from './finalise-invoice.ts';

export type PaymentFact = InvoiceRef & {
  /** `refund` and `dispute` take money back, `dispute_won` returns it. */
  kind: 'payment' | 'refund' | 'dispute' | 'dispute_won';
  amountCents: number;
  /** The provider's id of this one fact: of the charge, the refund, the dispute. */
  providerId: string;
  /** When it happened at the provider. */
  at: Date;
};

export type CreditOrder = InvoiceRef & {
  amountCents: number;
  /** Why, in words that the school reads. */
  reason: string;
  lines?: readonly { kind: string; code: string; amountCents: number }[];
  /** The provider's credit note, when it was made there; the same one again changes nothing. */
  providerId?: string | undefined;
  actor?: AuditEvent['actor'];
};

/**
 * Writes down that money moved at the provider and what that makes of the invoice: paid when payments and credits cover it,
 * open again when a dispute takes it back; a refund leaves it paid, what it corrects is a credit note. Each fact counts once,
 * however often and in whatever order it is told. Throws resource.not_found, invoice.state_refused for a draft or a void one,
 * and invoice.payment_conflict for a known fact with another amount.
 */
export async function applyPayment(
  client: Queryable,
  { tenantId, invoiceId, now, kind, amountCents, providerId, at }: PaymentFact,
): Promise<{ state: InvoiceState; isNew: boolean }> {
  const invoice = await lockInvoice(client, tenantId, invoiceId);
  if (invoice.state === 'draft' || invoice.state === 'void')
    throw new AppError('invoice.state_refused', { state: invoice.state });
  const added = await client.query(ADD_PAYMENT, [tenantId, invoiceId, kind, amountCents, providerId, at]);
  if (added.rowCount === 0) {
    const { rows } = await client.query(KNOWN_PAYMENT, [tenantId, kind, providerId]);
    if (Number(rows[0]?.amount_cents) !== amountCents || rows[0]?.invoice_id !== invoiceId)
      throw new AppError('invoice.payment_conflict', { providerId });
    return { state: invoice.state, isNew: false };
  }
  const { rows } = await client.query(SUM_PAYMENTS, [tenantId, invoiceId, now]);
  const state = await settle(client, tenantId, rows[0], { now, at, mayReopen: kind !== 'refund' });
  return { state, isNew: true };
}

/**
 * Issues a credit note over a part of a final invoice, with a number of its own (S22c). An open one that payments and credits
 * now cover is paid. Throws resource.not_found, invoice.state_refused for a draft or a void one, invoice.credit_too_high.
 */
export async function creditInvoice(
  client: Queryable,
  order: CreditOrder,
): Promise<{ number: string; isNew: boolean }> {
  const { tenantId, invoiceId, now, amountCents, reason, lines = [], providerId, actor } = order;
  const invoice = await lockInvoice(client, tenantId, invoiceId);
  if (invoice.state === 'draft' || invoice.state === 'void')
    throw new AppError('invoice.state_refused', { state: invoice.state });
  if (providerId !== undefined) {
    const known = await client.query(
      'select number from billing_credit_notes where tenant_id = $1 and stripe_credit_note_id = $2',
      [tenantId, providerId],
    );
    if (known.rows[0]) return { number: known.rows[0].number, isNew: false };
  }
  const left = Number(invoice.total_cents) - Number(invoice.credited_cents);
  if (amountCents > left) throw new AppError('invoice.credit_too_high', { left });
  const number = await nextNumber(client, 'CN', now);
  await client.query(ADD_CREDIT_NOTE, [
    tenantId,
    invoiceId,
    number,
    amountCents,
    reason,
    JSON.stringify(lines),
    providerId ?? null,
    now,
  ]);
  const { rows } = await client.query(SUM_CREDITS, [tenantId, invoiceId, now]);
  await settle(client, tenantId, rows[0], { now, at: now, mayReopen: false });
  await recordAudit(client, {
    ...entry(
      tenantId,
      invoiceId,
      'billing_invoices.credit',
      actor ?? { kind: 'system' },
      invoice.number ?? undefined,
    ),
    after: { number, amountCents },
    details: { reason },
  });
  return { number, isNew: true };
}

async function settle(
  client: Queryable,
  tenantId: string,
  invoice: InvoiceRow,
  { now, at, mayReopen }: { now: Date; at: Date; mayReopen: boolean },
): Promise<InvoiceState> {
  const isCovered =
    Number(invoice.paid_cents) + Number(invoice.credited_cents) >= Number(invoice.total_cents);
  if (isCovered && invoice.state !== 'paid') {
    await client.query(SET_STATE, [tenantId, invoice.id, 'paid', at, now]);
    return 'paid';
  }
  if (!isCovered && invoice.state === 'paid' && mayReopen) {
    await client.query(SET_STATE, [tenantId, invoice.id, 'open', null, now]);
    return 'open';
  }
  return invoice.state;
}
