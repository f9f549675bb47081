import type pg from 'pg';
import { listenedTypes, publishEvents } from '../../jobs/index.ts';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { CLOSE_PLACES, JOIN_LESSONS, NEW_LIFE, OPEN_PLACES, REMEMBER, UNDO } from '../sql/commit.ts';
import { type Blocker, findBlockers } from './blockers.ts';
import { readRun, type YearEndRun } from './runs.ts';
import { turnRun } from './turn.ts';

/** A year end was committed or undone; dashboards and add-ons listen to it. */
export const YEAR_END_COMMITTED = 'year_end.committed';
export const YEAR_END_UNDONE = 'year_end.undone';

export type Committer = { id: string; label: string; actor: AuditEvent['actor'] };
export type CommitRun = {
  runId: string;
  /** The revision whose preview the committer saw. */
  revision: number;
  /** Blockers that only ask and were accepted. */
  accepted: readonly string[];
  by: Committer;
};
export type CommitResult = { run: YearEndRun; changed: number };

/**
 * Moves the school into the next year, in one transaction. The second call of the same person changes nothing and says so;
 * of two people one wins, and the other gets year_end.committed_already with the name of the first. What was changed since the
 * preview gives year_end.changed, what is in the way year_end.blocked with the blockers.
 */
export async function commitRun(pool: pg.Pool, wish: CommitRun): Promise<CommitResult> {
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  const changed = await inTransaction(pool, async (client) => {
    const run = await lockRun(client, wish.runId);
    if (run.status === 'committed') {
      if (run.committedBy === wish.by.id) return 0;
      throw new AppError('year_end.committed_already', { by: run.committedByLabel ?? '' });
    }
    if (run.status === 'undone') throw new AppError('year_end.unknown');
    if (run.revision !== wish.revision) throw new AppError('year_end.changed');
    const blockers = (await findBlockers(client, run.id)).filter(
      ({ code, asks }) => !(asks && wish.accepted.includes(code)),
    );
    if (blockers.length > 0) throw blocked(blockers);
    await client.query(REMEMBER, [run.id]);
    await client.query(CLOSE_PLACES, [run.id, run.from.endDate]);
    const placed = await client.query(OPEN_PLACES, [run.id]);
    await client.query(JOIN_LESSONS, [run.id]);
    await client.query(
      `update year_ends set status = 'committed', committed_by = $2, committed_by_label = $3, committed_at = now() where id = $1`,
      [run.id, wish.by.id, wish.by.label],
    );
    await turnRun(client, run.id, today);
    const counts = await countOutcomes(client, run.id);
    await tell(client, run, counts);
    await recordAudit(client, {
      category: 'change',
      action: 'year_end.commit',
      actor: wish.by.actor,
      subject: { collection: 'academic-years', id: run.from.id, label: run.from.title },
      after: { ...counts, to: run.to.title },
    });
    return placed.rowCount ?? 0;
  });
  return { run: await readRun(pool, wish.runId), changed };
}

function blocked(blockers: Blocker[]): AppError {
  const count = blockers.reduce((sum, blocker) => sum + blocker.count, 0);
  return new AppError('year_end.blocked', { count }, { data: blockers });
}

/** The run with its row locked, so that of two commits or undos one waits for the other. Throws year_end.unknown. */
async function lockRun(client: Queryable, runId: string): Promise<YearEndRun> {
  await client.query('select from year_ends where id = $1 for update', [runId]);
  return readRun(client, runId);
}

async function countOutcomes(client: Queryable, runId: string): Promise<Record<string, number>> {
  const { rows } = await client.query(
    'select outcome, count(*)::int as pupils from year_end_decisions where year_end_id = $1 group by outcome',
    [runId],
  );
  return Object.fromEntries(rows.map((row) => [row.outcome, row.pupils]));
}

async function tell(client: Queryable, run: YearEndRun, counts: Record<string, number>): Promise<void> {
  await publishEvents(client, [
    {
      type: YEAR_END_COMMITTED,
      payload: { yearEndId: run.id, fromYear: run.from.id, toYear: run.to.id, ...counts },
    },
  ]);
  const listened = await listenedTypes(client, ['enrollment.changed']);
  if (!listened.has('enrollment.changed')) return;
  const { rows } = await client.query(
    `select student_id as "studentId", to_class_id as "classroomId", 'active' as status
       from year_end_decisions where year_end_id = $1 and new_enrollment_id is not null`,
    [run.id],
  );
  await publishEvents(
    client,
    rows.map((payload) => ({ type: 'enrollment.changed', payload })),
  );
}

/**
 * Takes a year end back, as long as nothing of the next year was recorded: throws year_end.undo_blocked with what was. A second
 * undo changes nothing.
 */
export async function undoRun(
  pool: pg.Pool,
  { runId, by }: { runId: string; by: Committer },
): Promise<CommitResult> {
  const changed = await inTransaction(pool, async (client) => {
    const run = await lockRun(client, runId);
    if (run.status === 'undone') return 0;
    if (run.status === 'draft') throw new AppError('year_end.not_committed');
    const { rows } = await client.query(NEW_LIFE, [run.id]);
    const { marks, registers, results } = rows[0] as Record<'marks' | 'registers' | 'results', number>;
    if (marks + registers + results > 0)
      throw new AppError('year_end.undo_blocked', { marks, registers, results });
    for (const statement of UNDO) await client.query(statement, [run.id]);
    await publishEvents(client, [
      { type: YEAR_END_UNDONE, payload: { yearEndId: run.id, fromYear: run.from.id, toYear: run.to.id } },
    ]);
    await recordAudit(client, {
      category: 'change',
      action: 'year_end.undo',
      actor: by.actor,
      subject: { collection: 'academic-years', id: run.from.id, label: run.from.title },
      after: { to: run.to.title },
    });
    return 1;
  });
  return { run: await readRun(pool, runId), changed };
}
