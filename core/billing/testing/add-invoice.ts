import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export type TestLine = {
  kind: string;
  code: string;
  cents: number;
  quantity?: string;
  unitCents?: string;
  description?: { en: string; ar: string };
  explanation?: object;
};

export type TestInvoice = {
  tenantId: string;
  at: Date;
  lines: TestLine[];
  state?: 'draft' | 'open' | 'paid' | 'void';
  taxCents?: number;
  periodStart?: Date;
  periodEnd?: Date;
};

let number = 0;

/** An invoice with its lines past all services, finalised at a moment unless it is to stay a draft. By the superuser's pool. */
export async function addInvoice(
  admin: pg.Pool,
  invoice: TestInvoice,
): Promise<{ id: string; lineIds: string[] }> {
  const { tenantId, at, lines, state = 'open', taxCents = 0, periodStart = at, periodEnd = at } = invoice;
  const id = randomUUID();
  const subtotal = lines.reduce((sum, { cents }) => sum + cents, 0);
  await admin.query(
    `insert into billing_invoices (id, tenant_id, reason, period_start, period_end, price_book_version, subtotal_cents,
       tax_cents, total_cents) values ($1, $2, 'period', $3, $4, 1, $5, $6, $7)`,
    [id, tenantId, periodStart, periodEnd, subtotal, taxCents, subtotal + taxCents],
  );
  const lineIds: string[] = [];
  for (const [position, line] of lines.entries()) {
    const { rows } = await admin.query(
      `insert into billing_invoice_lines (tenant_id, invoice_id, position, kind, code, description, quantity, unit_cents,
         amount_cents, period_start, period_end, price_book_version, explanation)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12) returning id`,
      [
        ...[tenantId, id, position + 1, line.kind, line.code],
        JSON.stringify(line.description ?? { en: line.code, ar: line.code }),
        ...[line.quantity ?? '1', line.unitCents ?? line.cents, line.cents, periodStart, periodEnd],
        JSON.stringify(line.explanation ?? {}),
      ],
    );
    lineIds.push(rows[0].id);
  }
  number += 1;
  if (state !== 'draft')
    await admin.query(
      'update billing_invoices set state = $2, number = $3, finalised_at = $4 where id = $1',
      [id, state, `INV-TEST-${String(number).padStart(6, '0')}`, at],
    );
  return { id, lineIds };
}

/** Money that came in or went out for an invoice, as the provider's webhooks leave it. Returns its id. */
export async function addPayment(
  admin: pg.Pool,
  payment: {
    tenantId: string;
    invoiceId: string;
    kind: 'payment' | 'refund' | 'dispute' | 'dispute_won';
    cents: number;
    at: Date;
    providerId?: string;
  },
): Promise<void> {
  await admin.query(
    `insert into billing_payments (tenant_id, invoice_id, kind, amount_cents, provider_id, occurred_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, kind, provider_id) do nothing`,
    [
      ...[payment.tenantId, payment.invoiceId, payment.kind, payment.cents],
      ...[payment.providerId ?? `py_${randomUUID()}`, payment.at],
    ],
  );
}
