import type pg from 'pg';
import { asSystem, inTransaction, type Queryable } from '../../../core/tenancy/index.ts';
import {
  ADD_ENTRY,
  ADD_TRANSFER,
  FACTS_OF_INVOICE,
  INVOICES_TO_SHARE,
  LINES_OF_INVOICE,
  LOCK_INVOICE,
  RIGHT_OF_LINE,
  TRANSFERS_OF_LINE,
} from '../../sql/shares.ts';
import { collectedOf, type InvoiceMoney, rightOf, spreadReversal } from './share-rules.ts';

type Invoice = { tenantId: string; invoiceId: string };
type Line = {
  id: string;
  code: string;
  amountCents: string;
  agreementId: string;
  publisherId: string;
  sharePercent: string;
};
type Standing = Pick<Line, 'sharePercent' | 'agreementId' | 'publisherId'> & { rightCents: string };
type Fact = {
  id: string;
  kind: 'payment' | 'refund' | 'dispute' | 'dispute_won' | 'credit_note';
  amountCents: string;
  occurredAt: Date;
  lines: unknown;
  countedBy: string[];
};

const AT_ONCE = 500;

/**
 * Counts every fact about an invoice's money that lines of partners have not counted yet: how the partner's right moved is
 * one entry, and what is to be transferred or reversed is written with it. Running it twice, or in two processes, changes
 * nothing. Answers how many entries were written.
 */
export async function recordShares(pool: pg.Pool): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<Invoice>(INVOICES_TO_SHARE, [AT_ONCE]);
    let written = 0;
    for (const invoice of rows)
      written += await inTransaction(pool, (client) => shareInvoice(client, invoice));
    return written;
  }, 'partner-shares');
}

async function shareInvoice(client: Queryable, { tenantId, invoiceId }: Invoice): Promise<number> {
  const locked = await client.query(LOCK_INVOICE, [tenantId, invoiceId]);
  const totalCents = Number(locked.rows[0]?.totalCents);
  const lines: Line[] = (await client.query(LINES_OF_INVOICE, [tenantId, invoiceId])).rows;
  const facts: Fact[] = (await client.query(FACTS_OF_INVOICE, [tenantId, invoiceId])).rows;
  let written = 0;
  for (const line of lines) {
    const counted = facts.filter(({ countedBy }) => countedBy.includes(line.id));
    for (const fact of facts.filter(({ countedBy }) => !countedBy.includes(line.id))) {
      counted.push(fact);
      written += await addEntry(client, { tenantId, invoiceId }, line, fact, moneyAfter(totalCents, counted));
    }
  }
  return written;
}

async function addEntry(
  client: Queryable,
  { tenantId, invoiceId }: Invoice,
  line: Line,
  fact: Fact,
  money: InvoiceMoney,
): Promise<number> {
  const { rows } = await client.query(RIGHT_OF_LINE, [tenantId, line.id]);
  // The terms that the line's first fact was counted by stay its terms.
  const standing = rows[0] as Standing | undefined;
  const { agreementId, publisherId, sharePercent } = standing ?? line;
  const collected = collectedOf({ id: line.id, amountCents: Number(line.amountCents) }, money);
  const right = rightOf(collected, sharePercent);
  const amount = right - Number(standing?.rightCents ?? 0);
  const entry = await client.query(ADD_ENTRY, [
    ...[tenantId, publisherId, agreementId, sharePercent, invoiceId, line.id, line.code],
    ...[fact.kind, fact.id, collected, right, amount, fact.occurredAt],
  ]);
  const entryId = entry.rows[0]?.id;
  if (entryId === undefined) return 0;
  const wanted =
    amount > 0
      ? [{ reversesId: null, amountCents: amount }]
      : await reversals(client, tenantId, line.id, -amount);
  for (const { reversesId, amountCents } of wanted)
    await client.query(ADD_TRANSFER, [tenantId, entryId, publisherId, line.id, reversesId, amountCents]);
  return 1;
}

async function reversals(client: Queryable, tenantId: string, lineId: string, amountCents: number) {
  if (amountCents === 0) return [];
  const { rows } = await client.query(TRANSFERS_OF_LINE, [tenantId, lineId]);
  return spreadReversal(
    amountCents,
    rows.map(({ id, leftCents }) => ({ id, leftCents: Number(leftCents) })),
  );
}

function moneyAfter(totalCents: number, facts: Fact[]): InvoiceMoney {
  const creditedOnLines = new Map<string, number>();
  let netCents = 0;
  for (const fact of facts) {
    const amount = Number(fact.amountCents);
    if (fact.kind === 'payment' || fact.kind === 'dispute_won') netCents += amount;
    else if (fact.kind === 'refund' || fact.kind === 'dispute') netCents -= amount;
    else
      for (const { lineId, cents } of namedLines(fact.lines))
        creditedOnLines.set(lineId, (creditedOnLines.get(lineId) ?? 0) + cents);
  }
  return { totalCents, netCents, creditedOnLines };
}

// Lines of a credit note that name a line of the invoice; others lower the invoice as a whole.
function namedLines(lines: unknown): { lineId: string; cents: number }[] {
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line: { invoiceLineId?: unknown; amountCents?: unknown }) =>
    typeof line?.invoiceLineId === 'string' && typeof line.amountCents === 'number'
      ? [{ lineId: line.invoiceLineId, cents: Math.abs(line.amountCents) }]
      : [],
  );
}
