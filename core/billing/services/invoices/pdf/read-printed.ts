import { AppError } from '../../../../kernel/index.ts';
import type { Queryable } from '../../../../tenancy/index.ts';
import type { Both } from './invoice-words.ts';

export type PrintedLine = {
  kind: string;
  description: Both;
  quantity: string;
  unitCents: string;
  amountCents: number;
  periodStart: Date;
  periodEnd: Date;
  /** The calculation in words, and the amount in cents before it was rounded. */
  words: Both | undefined;
  exact: string | undefined;
};

/** An invoice as it is printed, with the school that it is for. Amounts are whole US cents. */
export type PrintedInvoice = {
  number: string | undefined;
  state: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  school: { name: string; nameAr: string | undefined };
  periodStart: Date;
  periodEnd: Date;
  finalisedAt: Date | undefined;
  dueAt: Date | undefined;
  paidAt: Date | undefined;
  subtotalCents: number;
  taxCents: number;
  totalCents: number;
  paidCents: number;
  creditedCents: number;
  lines: PrintedLine[];
};

export type PrintedCreditNote = {
  number: string;
  invoiceNumber: string | undefined;
  school: { name: string; nameAr: string | undefined };
  createdAt: Date;
  reason: string;
  amountCents: number;
  lines: { description: Both; amountCents: number }[];
};

const INVOICE = `
  select i.*, t.name, t.name_ar from billing_invoices i join tenants t on t.id = i.tenant_id where i.id = $1`;
const LINES = `
  select kind, description, quantity, unit_cents, amount_cents, period_start, period_end, explanation
    from billing_invoice_lines where tenant_id = $1 and invoice_id = $2 order by position`;
const CREDIT_NOTE = `
  select c.*, i.number as invoice_number, t.name, t.name_ar
    from billing_credit_notes c join billing_invoices i on i.tenant_id = c.tenant_id and i.id = c.invoice_id
    join tenants t on t.id = c.tenant_id where c.id = $1`;

/** One invoice of the scope: a school finds its own alone. Throws resource.not_found. */
export async function readPrintedInvoice(database: Queryable, id: string): Promise<PrintedInvoice> {
  const row = (await database.query(INVOICE, [id])).rows[0];
  if (!row) throw new AppError('resource.not_found');
  const { rows } = await database.query(LINES, [row.tenant_id, id]);
  return {
    number: row.number ?? undefined,
    state: row.state,
    school: { name: row.name, nameAr: row.name_ar ?? undefined },
    periodStart: row.period_start,
    periodEnd: row.period_end,
    finalisedAt: row.finalised_at ?? undefined,
    dueAt: row.due_at ?? undefined,
    paidAt: row.paid_at ?? undefined,
    subtotalCents: Number(row.subtotal_cents),
    taxCents: Number(row.tax_cents),
    totalCents: Number(row.total_cents),
    paidCents: Number(row.paid_cents),
    creditedCents: Number(row.credited_cents),
    lines: rows.map((line) => ({
      kind: line.kind,
      description: bothOf(line.description) ?? { en: line.kind, ar: line.kind },
      quantity: line.quantity,
      unitCents: line.unit_cents,
      amountCents: Number(line.amount_cents),
      periodStart: line.period_start,
      periodEnd: line.period_end,
      words: bothOf(line.explanation?.words),
      exact: typeof line.explanation?.exact === 'string' ? line.explanation.exact : undefined,
    })),
  };
}

/** One credit note of the scope. Throws resource.not_found. */
export async function readPrintedCreditNote(database: Queryable, id: string): Promise<PrintedCreditNote> {
  const row = (await database.query(CREDIT_NOTE, [id])).rows[0];
  if (!row) throw new AppError('resource.not_found');
  const lines: unknown[] = Array.isArray(row.lines) ? row.lines : [];
  return {
    number: row.number,
    invoiceNumber: row.invoice_number ?? undefined,
    school: { name: row.name, nameAr: row.name_ar ?? undefined },
    createdAt: row.created_at,
    reason: row.reason,
    amountCents: Number(row.amount_cents),
    lines: lines.flatMap((line) => {
      const { description, amountCents } = line as { description?: unknown; amountCents?: unknown };
      const both = bothOf(description);
      return both && typeof amountCents === 'number' ? [{ description: both, amountCents }] : [];
    }),
  };
}

function bothOf(value: unknown): Both | undefined {
  const { en, ar } = (value ?? {}) as Partial<Both>;
  return typeof en === 'string' && typeof ar === 'string' ? { en, ar } : undefined;
}
