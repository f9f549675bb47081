import type pg from 'pg';
import { publishEvents } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { STANDING_SHEETS } from '../sql/periods.ts';
import { END_PUBLICATIONS, HIDE_ASSESSMENTS, HIDE_TERM_MARKS } from '../sql/publish.ts';
import { LOCK_SHEETS } from '../sql/sheet.ts';
import { termTreeOf } from './periods.ts';

export type WithdrawTerm = {
  termId: string;
  offeringIds: readonly string[];
  note?: string;
  actor: AuditEvent['actor'];
  classIds: string[] | 'all';
};

/** The results of a lesson group for a term are hidden from families again. */
export const RESULTS_WITHDRAWN = 'gradebook.results_withdrawn';

/**
 * Hides what was published and opens the sheets again. What had been published stays in the history with its end.
 * Returns how many lesson groups it did; those that are not published are left alone. Throws gradebook.term_stands for a
 * grading period while the mark of the term around it is published: that one is withdrawn first.
 */
export function withdrawTerm(pool: pg.Pool, withdraw: WithdrawTerm): Promise<{ sheets: number }> {
  return inTransaction(pool, (client) => withdrawChunk(client, withdraw));
}

/** The same for some lesson groups in the caller's transaction. */
export async function withdrawChunk(client: Queryable, withdraw: WithdrawTerm): Promise<{ sheets: number }> {
  const { termId, offeringIds, actor, classIds } = withdraw;
  const allowed = classIds === 'all' ? offeringIds : offeringIds.filter((id) => classIds.includes(id));
  await client.query(LOCK_SHEETS, [allowed, termId]);
  const { rows } = await client.query(
    `update grade_sheets set state = 'draft', published_at = null, updated_at = now()
      where class_offering_id = any($1) and term_id = $2 and state = 'published' returning class_offering_id`,
    [allowed, termId],
  );
  const ids = rows.map((row) => row.class_offering_id as string);
  if (ids.length === 0) return { sheets: 0 };
  await refuseStanding(client, ids, termId);
  await client.query(HIDE_TERM_MARKS, [ids, termId]);
  await client.query(HIDE_ASSESSMENTS, [ids, termId]);
  const note = withdraw.note?.trim();
  await client.query(END_PUBLICATIONS, [ids, termId, actor.id ?? null, actor.label ?? null, note ?? null]);
  await publishEvents(
    client,
    ids.map((id) => ({ type: RESULTS_WITHDRAWN, payload: { classOfferingId: id, termId } })),
  );
  await recordAudit(client, {
    category: 'change',
    action: 'marks.withdraw',
    actor,
    subject: { collection: 'term-marks', id: termId },
    details: { classOfferings: ids, ...(note ? { note } : {}) },
  });
  return { sheets: ids.length };
}

async function refuseStanding(client: Queryable, ids: string[], termId: string): Promise<void> {
  const { around } = await termTreeOf(client, termId);
  if (!around) return;
  const { rows } = await client.query(STANDING_SHEETS, [ids, [around]]);
  if (rows[0].count > 0) throw new AppError('gradebook.term_stands', { count: rows[0].count });
}
