import type pg from 'pg';
import { publishEvents, schoolFacts } from '../../jobs/index.ts';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { EXCUSE_MARKS, KEEP_EXCUSED } from '../sql/excuses.ts';
import { deriveDays } from './derive-days.ts';
import { followThresholds } from './follow-thresholds.ts';
import { EXCUSE_DECIDED } from './threshold-events.ts';

export type Decision = {
  id: string;
  accept: boolean;
  note: string | undefined;
  userId: string | null;
  actor: AuditEvent['actor'];
};

/**
 * Decides about an excuse, once and for good, in one transaction. Accepting makes every absence without excuse of its days
 * an excused one, by the same way as a correction: history, the status of the days, and thresholds. Registers that are
 * taken later for its days save an excused absence too. Throws resource.not_found, excuse.decided, and
 * excuse.no_code when the school has no code for an excused absence.
 */
export async function decideExcuse(pool: pg.Pool, decision: Decision): Promise<{ changedMarks: number }> {
  return inTransaction(pool, async (client) => {
    const { excuse, changedMarks } = await applyDecision(client, decision);
    await recordAudit(client, {
      category: 'change',
      action: 'excuse.decide',
      actor: decision.actor,
      subject: { collection: 'students', id: excuse.student, label: excuse.display_name },
      before: { status: 'pending' },
      after: {
        status: decision.accept ? 'accepted' : 'declined',
        firstDate: excuse.first_date,
        lastDate: excuse.last_date,
        changedMarks,
      },
    });
    return { changedMarks };
  });
}

/** The decision itself, in the caller's transaction and without an entry in the trail. Throws as `decideExcuse`. */
export async function applyDecision(
  client: Queryable,
  decision: Decision,
): Promise<{ excuse: Excuse; changedMarks: number }> {
  const { rows } = await client.query(
    `select x.student_id as student, x.first_date, x.last_date, x.status, s.display_name
       from attendance_excuses x join students s on s.id = x.student_id where x.id = $1 for no key update`,
    [decision.id],
  );
  const excuse = rows[0];
  if (!excuse) throw new AppError('resource.not_found');
  if (excuse.status !== 'pending') throw new AppError('excuse.decided');
  const status = decision.accept ? 'accepted' : 'declined';
  await client.query(
    `update attendance_excuses set status = $2, decided_by = $3::uuid, decided_at = now(), decision_note = $4, updated_at = now()
      where id = $1`,
    [decision.id, status, decision.userId, decision.note?.trim() || null],
  );
  const dates = decision.accept ? await excuseMarks(client, excuse, decision) : [];
  const days = await deriveDays(
    client,
    [...new Set(dates)].map((date) => ({ student: excuse.student, date })),
  );
  await followThresholds(client, days);
  await publishEvents(client, [
    {
      type: EXCUSE_DECIDED,
      dedupeKey: decision.id,
      payload: {
        excuseId: decision.id,
        studentId: excuse.student,
        accepted: decision.accept,
        firstDate: excuse.first_date,
        lastDate: excuse.last_date,
        ...schoolFacts(),
      },
    },
  ]);
  return { excuse, changedMarks: dates.length };
}

type Excuse = { student: string; first_date: string; last_date: string; display_name: string };

async function excuseMarks(client: Queryable, excuse: Excuse, { id, userId }: Decision): Promise<string[]> {
  const { rows: codes } = await client.query(
    `select code from attendance_codes where status = 'absent' and excused order by "order", id limit 1`,
  );
  if (!codes[0]) throw new AppError('excuse.no_code');
  const span = [excuse.student, excuse.first_date, excuse.last_date, codes[0].code, userId];
  await client.query(KEEP_EXCUSED, [...span, 'Excuse accepted / قُبل العذر', id]);
  const { rows } = await client.query(EXCUSE_MARKS, span);
  return rows.map((row) => row.date as string);
}
