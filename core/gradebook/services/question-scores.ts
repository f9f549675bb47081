import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { EXTRA_CREDIT_FACTOR } from '../calculate/parse-cell.ts';
import {
  CURRENT_SCORES,
  DELETE_SCORES,
  PAPER_OF_EXAM,
  SCORES_OF_EXAMS,
  UPSERT_PAPER,
  UPSERT_SCORES,
} from '../sql/question-scores.ts';
import { HOLD_SHEETS, SHEET_PUPILS } from '../sql/sheet.ts';
import { findSheet, type SheetRef } from './read-sheet.ts';
import { isOpenState, type SheetState } from './sheet-states.ts';

/** A level of a criterion, such as "Excellent" for 400. */
export type Level = { title: string; titleAr?: string; points: number };
/**
 * A question, or with levels a criterion of a rubric: its score is the points of the level that was chosen, and its highest
 * level is its maximum. Hundredths.
 */
export type Question = { title: string; titleAr?: string; maxHundredths: number; levels?: Level[] };
/** What a pupil got, in the order of the questions; null where nothing is noted. */
export type QuestionScores = { student: string; scores: (number | null)[] };
/** The questions of an assessment with the scores of the pupils. */
export type Paper = { exam: { id: string; title: string }; questions: Question[]; rows: QuestionScores[] };
export type SavePaper = SheetRef & {
  exam: string;
  questions: Question[];
  rows: (QuestionScores & { base: (number | null)[] | null })[];
  actor: AuditEvent['actor'];
};
export type ScoresConflict = {
  student: string;
  theirs: (number | null)[] | null;
  mine: (number | null)[];
};

/** The questions and scores of one assessment of a sheet. Throws gradebook.sheet_unknown. */
export async function readPaper(
  client: Queryable,
  ref: SheetRef & { exam: string },
  classIds: string[] | 'all',
): Promise<Paper> {
  await findSheet(client, ref, classIds);
  const { rows } = await client.query(PAPER_OF_EXAM, [ref.exam, ref.offering, ref.term]);
  const [paper] = rows;
  if (!paper) throw new AppError('gradebook.sheet_unknown');
  const scores = await client.query(SCORES_OF_EXAMS, [[ref.exam]]);
  return {
    exam: { id: ref.exam, title: paper.title },
    questions: (paper.questions ?? []) as Question[],
    rows: scores.rows.map((row) => ({ student: row.student_id, scores: row.scores })),
  };
}

/**
 * Saves the questions of an assessment and the rows of scores that changed, all or none. They explain a result and do not
 * make it: the result stays what the mark grid says. Rows that somebody else changed since are answered with
 * gradebook.cells_conflict and both versions. Throws gradebook.sheet_unknown, gradebook.sheet_held,
 * gradebook.questions_invalid and gradebook.rubric_invalid.
 */
export async function savePaper(
  pool: pg.Pool,
  save: SavePaper,
  classIds: string[] | 'all',
): Promise<{ changed: number }> {
  return inTransaction(pool, async (client) => {
    const sheet = await findSheet(client, save, classIds);
    const { rows: held } = await client.query(HOLD_SHEETS, [[save.offering], save.term]);
    if (!isOpenState(held[0]?.state as SheetState)) throw new AppError('gradebook.sheet_held');
    const before = await readPaper(client, save, classIds);
    const pupils = await client.query(SHEET_PUPILS, [[save.offering], save.term]);
    refuseRubric(save.questions);
    refuseInvalid(save, new Set(pupils.rows.map((row) => row.id as string)));
    const { rows: current } = await client.query(CURRENT_SCORES, [
      save.exam,
      save.rows.map(({ student }) => student),
    ]);
    const now = new Map(current.map((row) => [row.student_id as string, row.scores as (number | null)[]]));
    const conflicts = save.rows.flatMap(({ student, base, scores }): ScoresConflict[] => {
      const theirs = now.get(student) ?? null;
      return same(theirs, base) || same(theirs, scores) ? [] : [{ student, theirs, mine: scores }];
    });
    if (conflicts.length > 0)
      throw new AppError('gradebook.cells_conflict', { count: conflicts.length }, { data: { conflicts } });
    await client.query(UPSERT_PAPER, [save.exam, JSON.stringify(save.questions)]);
    const rows = save.rows.filter(({ scores }) => scores.some((score) => score !== null));
    await client.query(UPSERT_SCORES, [save.exam, JSON.stringify(rows)]);
    const emptied = save.rows.filter(({ scores }) => scores.every((score) => score === null));
    await client.query(DELETE_SCORES, [save.exam, emptied.map(({ student }) => student)]);
    await recordAudit(client, {
      category: 'change',
      action: 'marks.questions',
      actor: save.actor,
      subject: {
        collection: 'exams',
        id: save.exam,
        label: `${before.exam.title}, ${sheet.offering.title}, ${sheet.term.title}`,
      },
      before: { questions: before.questions.length },
      after: { questions: save.questions.length, pupils: save.rows.length },
    });
    return { changed: save.rows.length };
  });
}

// A level is known by its points: two with the same could not be told apart.
function refuseRubric(questions: readonly Question[]): void {
  const isWrong = ({ levels, maxHundredths }: Question) =>
    levels !== undefined &&
    (levels.length < 2 ||
      new Set(levels.map(({ points }) => points)).size !== levels.length ||
      Math.max(...levels.map(({ points }) => points)) !== maxHundredths);
  const criteria = questions.filter(({ levels }) => levels !== undefined).length;
  if (questions.some(isWrong) || (criteria > 0 && criteria < questions.length))
    throw new AppError('gradebook.rubric_invalid');
}

function refuseInvalid({ questions, rows }: SavePaper, pupils: ReadonlySet<string>): void {
  const fits = (score: number | null, index: number) => {
    const { maxHundredths = 0, levels } = questions[index] ?? {};
    if (score === null) return true;
    return levels
      ? levels.some(({ points }) => points === score)
      : score <= EXTRA_CREDIT_FACTOR * maxHundredths;
  };
  const wrong = rows.filter(
    ({ student, scores }, index) =>
      !pupils.has(student) ||
      scores.length !== questions.length ||
      !scores.every(fits) ||
      rows.findIndex((other) => other.student === student) !== index,
  );
  if (wrong.length > 0)
    throw new AppError(
      'gradebook.questions_invalid',
      { count: wrong.length },
      { data: { students: wrong.map(({ student }) => student) } },
    );
}

// Questions that were added or taken away at the end since leave empty places that say nothing.
function same(one: (number | null)[] | null, other: (number | null)[] | null): boolean {
  const length = Math.max(one?.length ?? 0, other?.length ?? 0);
  return Array.from({ length }, (_, index) => (one?.[index] ?? null) === (other?.[index] ?? null)).every(
    Boolean,
  );
}
