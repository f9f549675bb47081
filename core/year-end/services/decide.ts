import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { inTransaction, isPlainDate } from '../../tenancy/index.ts';
import type { Outcome } from './promotion-rules.ts';

export type Decide = {
  runId: string;
  students: string[];
  outcome: Outcome;
  /** The class of the next year, for who stays; without it the one that was proposed for the grade stays. */
  toClass?: string | undefined;
  exitDate?: string | undefined;
  exitReason?: string | undefined;
};

/** $1 year end, $2 pupils, $3 outcome, $4 class, $5 exit date, $6 reason. */
const DECIDE = `
  update year_end_decisions d
     set outcome = $3, reason = 'by_hand',
         to_class_id = case when $3 in ('leave', 'graduate') then null else k.id end,
         to_grade_id = case when $3 in ('leave', 'graduate') then null else k.grade_level_id end,
         exit_date = case when $3 = 'leave' then $5::text end, exit_reason = case when $3 = 'leave' then $6::text end
    from year_ends r
    left join classrooms k on k.id = $4::uuid and k.academic_year_id = r.to_year_id
   where r.id = $1 and d.year_end_id = r.id and d.student_id = any($2::uuid[])`;

/**
 * Decides by hand for one pupil or many. Returns the new revision. Throws year_end.unknown, year_end.committed_already,
 * year_end.class_unknown for a class that is not of the next year, year_end.class_needed for who stays without one, and
 * year_end.date_invalid.
 */
export async function decide(pool: pg.Pool, wish: Decide): Promise<{ revision: number; changed: number }> {
  const stays = wish.outcome === 'promote' || wish.outcome === 'repeat';
  if (stays && wish.toClass === undefined) throw new AppError('year_end.class_needed');
  if (wish.exitDate !== undefined && !isPlainDate(wish.exitDate)) throw new AppError('year_end.date_invalid');
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      'select status, to_year_id, committed_by_label from year_ends where id = $1 for update',
      [wish.runId],
    );
    const run = rows[0];
    if (run === undefined) throw new AppError('year_end.unknown');
    if (run.status !== 'draft')
      throw new AppError('year_end.committed_already', { by: run.committed_by_label ?? '' });
    if (stays) {
      const known = await client.query('select from classrooms where id = $1 and academic_year_id = $2', [
        wish.toClass,
        run.to_year_id,
      ]);
      if (known.rowCount === 0) throw new AppError('year_end.class_unknown');
    }
    const written = await client.query(DECIDE, [
      wish.runId,
      wish.students,
      wish.outcome,
      wish.toClass ?? null,
      wish.exitDate ?? null,
      wish.exitReason?.trim() || null,
    ]);
    const next = await client.query(
      'update year_ends set revision = revision + 1 where id = $1 returning revision',
      [wish.runId],
    );
    return { revision: next.rows[0].revision, changed: written.rowCount ?? 0 };
  });
}
