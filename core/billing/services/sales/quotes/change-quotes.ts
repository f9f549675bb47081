import type pg from 'pg';
import { AppError } from '../../../../kernel/index.ts';
import { recordAudit } from '../../../../observability/index.ts';
import { inTransaction, type Queryable, type Staff } from '../../../../tenancy/index.ts';
import { endOfDay, type QuoteContent, type QuoteState, quoteTotal } from './quote.ts';
import { type Quote, readQuote } from './read-quotes.ts';

type By = { staff: Staff; now: Date };

/** Makes a draft. Throws quote.date_past, quote.total_negative or resource.not_found for a school that is not there. */
export async function createQuote(
  pool: pg.Pool,
  { content, staff, now }: By & { content: QuoteContent },
): Promise<Quote> {
  const values = await checked(pool, content, now);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `insert into quotes (number, school_id, prospect, cycle, plan, lines, total_cents, note, valid_until, author, created_at, updated_at)
       values ('Q-' || to_char($10::timestamptz at time zone 'UTC', 'YYYY') || '-' || lpad(nextval('quote_numbers')::text, 4, '0'),
               $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
       returning id`,
      [...values, staff.label, now],
    );
    return told(client, rows[0].id, 'create', { staff, now });
  });
}

/** Changes a draft. Throws resource.not_found, quote.not_draft, quote.date_past or quote.total_negative. */
export async function saveQuote(
  pool: pg.Pool,
  { id, content, staff, now }: By & { id: string; content: QuoteContent },
): Promise<Quote> {
  const values = await checked(pool, content, now);
  return inTransaction(pool, async (client) => {
    const quote = await readQuote(client, id, now, { lock: true });
    if (quote.sentAt) throw new AppError('quote.not_draft', { number: quote.number });
    await client.query(
      `update quotes set school_id = $2, prospect = $3, cycle = $4, plan = $5, lines = $6, total_cents = $7, note = $8,
              valid_until = $9, updated_at = $10 where id = $1`,
      [id, ...values, now],
    );
    return told(client, id, 'save', { staff, now });
  });
}

/** What carries an accepted quote out: the contract of the school, in the transaction of the acceptance. */
export type MakeContract = (
  client: Queryable,
  contract: {
    tenantId: string;
    plan: string;
    cycle: QuoteContent['cycle'];
    cents: number;
    quoteNumber: string;
    staff: Staff;
    now: Date;
  },
) => Promise<void>;

export type QuoteStep = By & {
  id: string;
  step: 'send' | 'accept' | 'decline';
  /** Who said so, or why not; needed to decide. */
  reason: string;
  /** The school that a prospect has meanwhile. */
  school?: string | undefined;
  makeContract: MakeContract;
};

const FROM: Record<QuoteStep['step'], QuoteState> = { send: 'draft', accept: 'sent', decline: 'sent' };

/**
 * Sends a draft, or decides what was sent; accepted it becomes the contract of its school in the same transaction. Throws
 * resource.not_found, quote.expired, quote.state_refused or quote.school_needed, and what `makeContract` throws.
 */
export async function stepQuote(pool: pg.Pool, request: QuoteStep): Promise<Quote> {
  const { id, step, reason, staff, now } = request;
  return inTransaction(pool, async (client) => {
    const quote = await readQuote(client, id, now, { lock: true });
    const { number, state, validUntil } = quote;
    if (state === 'expired' && step !== 'decline')
      throw new AppError('quote.expired', { number, date: validUntil });
    const canDecline = step === 'decline' && state === 'expired' && quote.sentAt !== null;
    if (state !== FROM[step] && !canDecline) throw new AppError('quote.state_refused', { number, state });
    if (step === 'send')
      await client.query(`update quotes set state = 'sent', sent_at = $2, updated_at = $2 where id = $1`, [
        id,
        now,
      ]);
    else await decide(client, quote, request);
    return told(client, id, step, { staff, now }, reason);
  });
}

async function decide(
  client: Queryable,
  quote: Quote,
  { step, reason, school, staff, now, makeContract }: QuoteStep,
) {
  const tenantId = quote.schoolId ?? school;
  if (step === 'accept' && tenantId === undefined)
    throw new AppError('quote.school_needed', { number: quote.number });
  if (tenantId) await requireSchool(client, tenantId);
  await client.query(
    `update quotes set state = $2, decided_at = $3, decision = $4, school_id = coalesce(school_id, $5), updated_at = $3 where id = $1`,
    [quote.id, step === 'accept' ? 'accepted' : 'declined', now, reason, tenantId ?? null],
  );
  if (step !== 'accept' || tenantId === undefined) return;
  await makeContract(client, {
    tenantId,
    plan: quote.content.plan,
    cycle: quote.cycle,
    cents: quote.totalCents,
    quoteNumber: quote.number,
    staff,
    now,
  });
}

async function checked(client: Queryable, content: QuoteContent, now: Date): Promise<unknown[]> {
  const { school, prospect, cycle, plan, lines, note, validUntil } = content;
  const end = endOfDay(validUntil);
  const total = quoteTotal(lines);
  if (end <= now) throw new AppError('quote.date_past');
  if (total < 0) throw new AppError('quote.total_negative');
  if (school) await requireSchool(client, school);
  return [
    school,
    prospect ? JSON.stringify(prospect) : null,
    cycle,
    plan,
    JSON.stringify(lines),
    total,
    note ? JSON.stringify(note) : null,
    end,
  ];
}

async function requireSchool(client: Queryable, id: string): Promise<void> {
  const { rowCount } = await client.query('select from tenants where id = $1', [id]);
  if (rowCount === 0) throw new AppError('resource.not_found');
}

async function told(
  client: Queryable,
  id: string,
  step: string,
  { staff, now }: By,
  reason?: string,
): Promise<Quote> {
  const quote = await readQuote(client, id, now);
  await recordAudit(client, {
    category: 'admin',
    action: `quotes.${step}`,
    actor: { kind: 'staff', id: staff.id, label: staff.label },
    subject: { collection: 'quotes', id, label: quote.number },
    after: { state: quote.state, totalCents: quote.totalCents },
    ...(reason ? { details: { reason } } : {}),
  });
  return quote;
}
