import { bookAt } from '../../../core/billing/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import { STATEMENT_ROWS, STATEMENT_SUMS } from '../../sql/shares.ts';

/** One row for each fact about the money of a sale. It names no school and no invoice. */
export type StatementRow = {
  id: string;
  /** The same for all rows about one sale. */
  sale: string;
  occurredAt: string;
  code: string;
  name: { en: string; ar: string };
  kind: 'payment' | 'refund' | 'dispute' | 'dispute_won' | 'credit_note';
  sharePercent: string;
  /** What of the sale is collected after it, and the publisher's right to that. */
  collectedCents: number;
  rightCents: number;
  /** How the right moved. */
  amountCents: number;
  transfer: 'none' | 'waiting' | 'sent';
  providerIds: string[];
};

export type Statement = {
  publisher: string;
  /** YYYY-MM in UTC. */
  month: string;
  openedCents: number;
  sharesCents: number;
  /** Zero or less. */
  reversedCents: number;
  closedCents: number;
  /** Over all time: sent less taken back, and the right that waits to be sent. */
  transferredCents: number;
  waitingCents: number;
  rows: StatementRow[];
};

/**
 * A publisher's statement of a month in UTC, to the cent: opened + shares + reversed = closed, and the rows add up to shares +
 * reversed. In the scope of the platform; who may see it is for the caller to know.
 */
export async function readStatement(
  database: Queryable,
  { publisher, month, now }: { publisher: string; month: string; now: Date },
): Promise<Statement> {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const span = [publisher, new Date(Date.UTC(year, number - 1)), new Date(Date.UTC(year, number))];
  const { rows } = await database.query(STATEMENT_ROWS, span);
  const sums = (await database.query(STATEMENT_SUMS, span)).rows[0];
  const { content } = await bookAt(database, now);
  const products = [...content.addOns, ...content.meters];
  const [opened, shares, reversed] = [sums.openedCents, sums.sharesCents, sums.reversedCents].map(Number) as [
    number,
    number,
    number,
  ];
  return {
    publisher,
    month,
    openedCents: opened,
    sharesCents: shares,
    reversedCents: reversed,
    closedCents: opened + shares + reversed,
    transferredCents: Number(sums.transferredCents),
    waitingCents: Number(sums.rightCents) - Number(sums.transferredCents),
    rows: rows.map((row) => ({
      ...row,
      occurredAt: row.occurredAt.toISOString(),
      name: products.find(({ code }) => code === row.code)?.name ?? { en: row.code, ar: row.code },
      collectedCents: Number(row.collectedCents),
      rightCents: Number(row.rightCents),
      amountCents: Number(row.amountCents),
    })),
  };
}
