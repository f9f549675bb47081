import type { Queryable } from '../../../tenancy/index.ts';
import { LOCK_INVOICE } from '../../sql/invoices.ts';
import { ADD_LAST_LINE } from '../../sql/meet-invoice.ts';
import { balanceLine } from '../rating/corrections.ts';
import type { InvoiceRef } from './finalise-invoice.ts';

/**
 * Brings a draft to what the provider has charged for good, by a last line over the difference, so that the invoice says what was
 * charged. To be finalised in the same transaction: rating it anew would drop the line. Answers the difference in cents.
 */
export async function balanceDraft(
  client: Queryable,
  { tenantId, invoiceId, now, providerCents }: InvoiceRef & { providerCents: number },
): Promise<number> {
  const { rows } = await client.query(LOCK_INVOICE, [tenantId, invoiceId]);
  const row = rows[0];
  const ratedCents = Number(row.total_cents);
  const difference = providerCents - ratedCents;
  if (difference === 0) return 0;
  const line = balanceLine({
    ratedCents,
    providerCents,
    period: { start: row.period_start, end: row.period_end },
    version: Number(row.price_book_version),
  });
  const stored = {
    kind: line.kind,
    code: line.code,
    description: line.description,
    quantity: line.quantity,
    unit_cents: line.unitCents,
    amount_cents: line.amountCents,
    explanation: line.explanation,
  };
  await client.query(ADD_LAST_LINE, [tenantId, invoiceId, JSON.stringify(stored), difference, now]);
  return difference;
}
