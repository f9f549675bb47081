import { AppError } from '../../../../kernel/index.ts';
import type { Queryable } from '../../../../tenancy/index.ts';
import { type QuoteContent, type QuoteState, quoteContent, stateAt } from './quote.ts';

/** A quote in a list. */
export type QuoteLine = {
  id: string;
  number: string;
  state: QuoteState;
  /** The school or the prospect. */
  name: string;
  nameAr: string | null;
  schoolId: string | null;
  cycle: QuoteContent['cycle'];
  totalCents: number;
  /** The last day, `2027-01-31`. */
  validUntil: string;
  author: string;
  createdAt: string;
};

/** One quote with all that it says. */
export type Quote = QuoteLine & {
  content: QuoteContent;
  sentAt: string | null;
  decidedAt: string | null;
  decision: string | null;
};

const COLUMNS = `
  q.*, q.total_cents::float8 as total, t.name as school_name, t.name_ar as school_name_ar
    from quotes q left join tenants t on t.id = q.school_id`;
const LIMIT = 200;

/** The newest quotes. Platform scope. */
export async function listQuotes(client: Queryable, now: Date): Promise<QuoteLine[]> {
  const { rows } = await client.query(`select ${COLUMNS} order by q.created_at desc, q.id limit $1`, [LIMIT]);
  return rows.map((row) => lineOf(row, now));
}

/** The quotes for one school, newest first. Platform scope. */
export async function quotesOfSchool(client: Queryable, tenantId: string, now: Date): Promise<QuoteLine[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} where q.school_id = $1 order by q.created_at desc, q.id limit $2`,
    [tenantId, LIMIT],
  );
  return rows.map((row) => lineOf(row, now));
}

/** One quote; `lock` keeps it until the transaction ends. Platform scope. Throws resource.not_found. */
export async function readQuote(
  client: Queryable,
  id: string,
  now: Date,
  { lock = false }: { lock?: boolean } = {},
): Promise<Quote> {
  const { rows } = await client.query(`select ${COLUMNS} where q.id = $1 ${lock ? 'for update of q' : ''}`, [
    id,
  ]);
  const row = rows[0];
  if (!row) throw new AppError('resource.not_found');
  return {
    ...lineOf(row, now),
    content: quoteContent.parse({
      school: row.prospect ? null : row.school_id,
      prospect: row.prospect,
      plan: row.plan,
      cycle: row.cycle,
      lines: row.lines,
      note: row.note,
      validUntil: lastDay(row.valid_until),
    }),
    sentAt: row.sent_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decision: row.decision,
  };
}

type Row = {
  id: string;
  number: string;
  state: Exclude<QuoteState, 'expired'>;
  school_id: string | null;
  school_name: string | null;
  school_name_ar: string | null;
  prospect: { name: string } | null;
  cycle: QuoteContent['cycle'];
  total: number;
  valid_until: Date;
  author: string;
  created_at: Date;
};

function lineOf(row: Row, now: Date): QuoteLine {
  return {
    id: row.id,
    number: row.number,
    state: stateAt(row.state, row.valid_until, now),
    name: row.school_name ?? row.prospect?.name ?? '',
    nameAr: row.school_name_ar,
    schoolId: row.school_id,
    cycle: row.cycle,
    totalCents: row.total,
    validUntil: lastDay(row.valid_until),
    author: row.author,
    createdAt: row.created_at.toISOString(),
  };
}

// Stored is the instant after the last day.
function lastDay(end: Date): string {
  return new Date(end.getTime() - 1).toISOString().slice(0, 10);
}
