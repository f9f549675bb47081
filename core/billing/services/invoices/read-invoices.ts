import { AppError, type Language, toCsv } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { INVOICE_LINES, LIST_INVOICES, READ_INVOICE } from '../../sql/read-invoices.ts';
import type { Bilingual, LineExplanation, LineKind } from '../rating/line.ts';
import type { InvoiceState } from './finalise-invoice.ts';

/** One invoice without its lines. Amounts are whole US cents, moments ISO text once they left the server. */
export type InvoiceHead = {
  id: string;
  number: string | null;
  state: InvoiceState;
  reason: 'start' | 'period' | 'change' | 'manual';
  periodStart: Date;
  periodEnd: Date;
  currency: string;
  priceBookVersion: number;
  subtotalCents: number;
  taxCents: number;
  totalCents: number;
  paidCents: number;
  creditedCents: number;
  stripeInvoiceId: string | null;
  stripeTotalCents: number | null;
  dueAt: Date | null;
  finalisedAt: Date | null;
  paidAt: Date | null;
  groupInvoiceId: string | null;
};

export type ReadLine = {
  id: string;
  kind: LineKind;
  code: string;
  description: Bilingual;
  quantity: string;
  unitCents: string;
  amountCents: number;
  /** The tax on it; the amount is without. */
  taxCents: number;
  periodStart: string;
  periodEnd: string;
  priceBookVersion: number;
  explanation: LineExplanation;
};

export type ReadInvoice = InvoiceHead & {
  lines: ReadLine[];
  creditNotes: { number: string; amountCents: number; reason: string; issuedAt: string }[];
  payments: { kind: string; amountCents: number; occurredAt: string }[];
};

export type InvoicePage = { rows: InvoiceHead[]; page: number; pages: number; total: number };

/** Who looks: a school sees invoices that have a number, the platform also drafts. */
export type Reader = { tenantId: string; withDrafts?: boolean };

const ROWS = 25;

/** The invoices of a school, newest first, 25 a page. */
export async function listInvoices(
  client: Queryable,
  { tenantId, withDrafts = false, page = 1 }: Reader & { page?: number | undefined },
): Promise<InvoicePage> {
  const { rows } = await client.query(LIST_INVOICES, [tenantId, withDrafts, ROWS, (page - 1) * ROWS]);
  const total = rows[0]?.total ?? 0;
  return {
    rows: rows.map(({ total: _, ...head }) => head as InvoiceHead),
    page,
    pages: Math.max(1, Math.ceil(total / ROWS)),
    total,
  };
}

/** One invoice with its lines, each with how it came about, its credit notes and payments. Throws resource.not_found. */
export async function readInvoice(
  client: Queryable,
  { tenantId, withDrafts = false, id }: Reader & { id: string },
): Promise<ReadInvoice> {
  const { rows } = await client.query(READ_INVOICE, [tenantId, id, withDrafts]);
  if (!rows[0]) throw new AppError('resource.not_found');
  return rows[0];
}

/** Every line of a school's invoices of a year, or of all, as CSV in a language; amounts in cents, so that sums stay exact. */
export async function invoicesCsv(
  client: Queryable,
  { tenantId, year, language }: { tenantId: string; year?: number | undefined; language: Language },
): Promise<string> {
  const { rows } = await client.query(INVOICE_LINES, [tenantId, year ?? null]);
  const iso = (at: Date) => at.toISOString();
  return toCsv([
    [
      'invoice',
      'state',
      'finalised',
      'kind',
      'code',
      'description',
      'from',
      'to',
      'quantity',
      'unit (cents)',
      'amount (cents)',
      'currency',
    ],
    ...rows.map((row) => [
      row.number,
      row.state,
      iso(row.finalised_at),
      row.kind,
      row.code,
      row.description[language],
      iso(row.period_start),
      iso(row.period_end),
      Number(row.quantity),
      Number(row.unit_cents),
      Number(row.amount_cents),
      row.currency,
    ]),
  ]);
}
