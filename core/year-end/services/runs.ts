import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import {
  CLASSES_OF_YEAR,
  DROP_OTHERS,
  FAILED_SUBJECTS,
  GRADES,
  PUPILS_TO_MOVE,
  SAVE_PROPOSALS,
} from '../sql/pupils.ts';
import { COUNT_BY_CLASS, READ_NEXT_CLASSES, READ_PUPILS, READ_RUN, READ_YEARS } from '../sql/read.ts';
import { type Blocker, findBlockers } from './blockers.ts';
import { type ClassFacts, classFor, type Grade, nextGradeOf, proposeOutcome } from './promotion-rules.ts';

export type YearRef = { id: string; title: string; startDate: string; endDate: string };
export type YearEndRun = {
  id: string;
  status: 'draft' | 'committed' | 'undone';
  revision: number;
  failedAllowed: number;
  committedBy: string | null;
  committedByLabel: string | null;
  committedAt: string | null;
  undoneAt: string | null;
  turnedAt: string | null;
  from: YearRef;
  to: YearRef;
};

/** The years of the school and where each stands. */
export async function readYears(pool: pg.Pool) {
  return (await pool.query(READ_YEARS)).rows;
}

/** One year end. Throws year_end.unknown. */
export async function readRun(database: Queryable, runId: string): Promise<YearEndRun> {
  const { rows } = await database.query(READ_RUN, [runId]);
  if (rows[0] === undefined) throw new AppError('year_end.unknown');
  return rows[0];
}

/** What the wizard shows of a year end: the numbers class by class, the classes of the next year, and what is in the way. */
export async function previewRun(pool: pg.Pool, runId: string) {
  const run = await readRun(pool, runId);
  const [classes, nextClasses, blockers] = await Promise.all([
    pool.query(COUNT_BY_CLASS, [runId]),
    pool.query(READ_NEXT_CLASSES, [runId]),
    run.status === 'draft' ? findBlockers(pool, runId) : Promise.resolve([] as Blocker[]),
  ]);
  return { run, classes: classes.rows, nextClasses: nextClasses.rows, blockers };
}

/** The pupils of a class with what is decided for each; those without a class for an undefined one. */
export async function readPupils(pool: pg.Pool, runId: string, classId: string | undefined) {
  await readRun(pool, runId);
  return (await pool.query(READ_PUPILS, [runId, classId ?? null])).rows;
}

export type StartRun = { fromYear: string; toYear: string; failedAllowed: number };

/**
 * Opens the year end of a year, or reads the school anew into the one that is open: every active pupil gets a proposal, and
 * what was decided by hand stays. Throws year_end.committed_already, year_end.year_unknown or year_end.years_order.
 */
export async function startRun(pool: pg.Pool, start: StartRun): Promise<string> {
  return inTransaction(pool, async (client) => {
    const years = await client.query('select id, start_date from academic_years where id = any($1)', [
      [start.fromYear, start.toYear],
    ]);
    const startOf = new Map(years.rows.map((row) => [row.id as string, String(row.start_date)]));
    const [from, to] = [startOf.get(start.fromYear), startOf.get(start.toYear)];
    if (from === undefined || to === undefined) throw new AppError('year_end.year_unknown');
    if (to <= from) throw new AppError('year_end.years_order');
    await client.query(
      `insert into year_ends (from_year_id, to_year_id, failed_allowed) values ($1, $2, $3)
       on conflict (tenant_id, from_year_id) where status <> 'undone' do nothing`,
      [start.fromYear, start.toYear, start.failedAllowed],
    );
    const { rows } = await client.query(
      `select id, status from year_ends where from_year_id = $1 and status <> 'undone' for update`,
      [start.fromYear],
    );
    const run = rows[0] as { id: string; status: string };
    if (run.status !== 'draft') throw new AppError('year_end.committed_already', { by: '' });
    await client.query(
      'update year_ends set to_year_id = $2, failed_allowed = $3, revision = revision + 1 where id = $1',
      [run.id, start.toYear, start.failedAllowed],
    );
    // A class of another next year is no place any more.
    await client.query(
      `delete from year_end_decisions d using classrooms k
        where d.year_end_id = $1 and k.id = d.to_class_id and k.academic_year_id <> $2`,
      [run.id, start.toYear],
    );
    await propose(client, run.id, start);
    return run.id;
  });
}

async function propose(client: Queryable, runId: string, start: StartRun): Promise<void> {
  const [pupils, grades, fromClasses, toClasses, failed] = [
    (await client.query(PUPILS_TO_MOVE, [start.fromYear, start.toYear])).rows,
    (await client.query(GRADES)).rows as (Omit<Grade, 'nextId'> & { nextId: string | null })[],
    (await client.query(CLASSES_OF_YEAR, [start.fromYear])).rows as ClassFacts[],
    (await client.query(CLASSES_OF_YEAR, [start.toYear])).rows as ClassFacts[],
    new Map((await client.query(FAILED_SUBJECTS, [start.fromYear])).rows.map((row) => [row.id, row.failed])),
  ];
  const ladder: Grade[] = grades.map(({ nextId, ...grade }) => ({
    ...grade,
    ...(nextId === null ? {} : { nextId }),
  }));
  const nextOf = new Map(ladder.map(({ id }) => [id, nextGradeOf(ladder, id)]));
  const classes = new Map(fromClasses.map((entry) => [entry.id, entry]));
  const decisions = pupils.map((pupil) => {
    const next = nextOf.get(pupil.grade_id) ?? { kind: 'missing' as const };
    const { outcome, reason } = proposeOutcome(
      {
        gradeId: pupil.grade_id ?? undefined,
        intention: pupil.intention ?? undefined,
        failedSubjects: failed.get(pupil.id) ?? 0,
      },
      next,
      start.failedAllowed,
    );
    const toGradeId =
      outcome === 'repeat' ? pupil.grade_id : outcome === 'promote' && next.kind === 'next' ? next.id : null;
    const from = classes.get(pupil.class_id);
    const siblings = fromClasses.filter(({ gradeId }) => gradeId === from?.gradeId);
    return {
      studentId: pupil.id,
      outcome,
      reason,
      enrollmentId: pupil.enrollment_id,
      fromClassId: pupil.class_id,
      fromGradeId: pupil.grade_id,
      toGradeId,
      toClassId:
        toGradeId === null || from === undefined ? null : classFor(from, siblings, toGradeId, toClasses),
    };
  });
  await client.query(SAVE_PROPOSALS, [runId, JSON.stringify(decisions)]);
  await client.query(DROP_OTHERS, [runId, decisions.map(({ studentId }) => studentId)]);
}
