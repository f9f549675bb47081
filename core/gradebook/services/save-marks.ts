import type pg from 'pg';
import { listenedTypes, publishEvents } from '../../jobs/index.ts';
import { AppError, plainDateIn } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { hundredths } from '../calculate/explain.ts';
import { CURRENT_RESULTS, DELETE_RESULTS, UPSERT_RESULTS } from '../sql/save-marks.ts';
import { HOLD_SHEETS, SHEET_ASSESSMENTS, SHEET_PUPILS } from '../sql/sheet.ts';
import { type CellChange, type CellProblem, checkCells } from './check-cells.ts';
import { type FoundSheet, findSheet, type SheetRef } from './read-sheet.ts';
import {
  assessmentOf,
  type CellMark,
  cellOf,
  type ResultRow,
  type SheetAssessment,
  sameCell,
} from './sheet-rows.ts';
import { isOpenState, type SheetState } from './sheet-states.ts';

export type SaveMarks = SheetRef & { cells: CellChange[]; actor: AuditEvent['actor'] };

/** A cell that somebody else changed since the page read it: both versions. */
export type CellConflict = {
  student: string;
  exam: string;
  attempt: number;
  theirs: CellMark | null;
  mine: CellMark | null;
};

export type SavedMarks = { changed: number; unchanged: number };

/** The marks of a sheet were saved: what counts on fresh numbers may read them again. */
export const MARKS_SAVED = 'gradebook.marks_saved';
const RESULT_RECORDED = 'result.recorded';

type Known = { pupils: Map<string, string>; assessments: Map<string, SheetAssessment> };
type Current = { row: ResultRow; mark: CellMark };

/**
 * Saves cells of a sheet in one transaction, all of them or none: checked in memory, written in one statement, with an
 * audit entry and the events. Two people who change different cells both succeed; a cell that is not what the page had
 * read is answered with gradebook.cells_conflict and both versions, a cell that is not valid with
 * gradebook.cells_invalid and the reason. Throws gradebook.sheet_unknown and gradebook.sheet_held.
 */
export async function saveMarks(
  pool: pg.Pool,
  save: SaveMarks,
  classIds: string[] | 'all',
): Promise<SavedMarks> {
  return inTransaction(pool, async (client) => {
    const sheet = await findSheet(client, save, classIds);
    const { rows: held } = await client.query(HOLD_SHEETS, [[save.offering], save.term]);
    if (!isOpenState(held[0]?.state as SheetState)) throw new AppError('gradebook.sheet_held');
    const known = await readKnown(client, save);
    refuse(checkCells(save.cells, new Set(known.pupils.keys()), known.assessments));
    const current = await readCurrent(client, save.cells);
    const conflicts = save.cells.flatMap((cell) => conflictOf(cell, current.get(keyOf(cell))?.mark));
    if (conflicts.length > 0)
      throw new AppError('gradebook.cells_conflict', { count: conflicts.length }, { data: { conflicts } });
    const changes = save.cells.filter(
      (cell) => !sameCell(cell.mark ?? undefined, current.get(keyOf(cell))?.mark),
    );
    if (changes.length === 0) return { changed: 0, unchanged: save.cells.length };
    await write(client, sheet, { changes, current, known });
    await recordAudit(client, entryOf(save, sheet, { changes, current, known }));
    await publishEvents(client, [
      {
        type: MARKS_SAVED,
        payload: { classOfferingId: save.offering, termId: save.term, cells: changes.length },
      },
    ]);
    return { changed: changes.length, unchanged: save.cells.length - changes.length };
  });
}

type Work = { changes: CellChange[]; current: Map<string, Current>; known: Known };

async function write(client: Queryable, sheet: FoundSheet, { changes, current, known }: Work): Promise<void> {
  const today = plainDateIn(requireTenant().timeZone, Date.now());
  const rows = changes.flatMap((cell) => {
    if (!cell.mark) return [];
    const assessment = known.assessments.get(cell.exam);
    const planned = cell.attempt === 1 ? assessment?.date : assessment?.resitDate;
    return [{ ...cell, mark: cell.mark, date: current.get(keyOf(cell))?.row.date ?? planned ?? today }];
  });
  refuse(sameDayProblems(rows, current));
  const { rows: written } = await client.query(UPSERT_RESULTS, [
    rows.map(({ student }) => student),
    rows.map(({ exam }) => exam),
    rows.map(({ date }) => date),
    rows.map(({ attempt }) => attempt),
    rows.map(({ mark }) => mark.status),
    rows.map(({ mark }) => mark.scoreHundredths ?? null),
    sheet.academicYearId,
    rows.map(({ mark }) => mark.daysLate ?? null),
  ]);
  const emptied = changes
    .flatMap((cell) => (cell.mark ? [] : [current.get(keyOf(cell))?.row]))
    .filter((row) => row !== undefined);
  if (emptied.length > 0)
    await client.query(DELETE_RESULTS, [emptied.map(({ id }) => id), emptied.map(({ date }) => date)]);
  if (!(await listenedTypes(client, [RESULT_RECORDED])).has(RESULT_RECORDED)) return;
  await publishEvents(
    client,
    written.map((row) => ({
      type: RESULT_RECORDED,
      payload: { resultId: row.id, studentId: row.student_id, examId: row.exam_id },
    })),
  );
}

// A result is found by pupil, assessment and date: two attempts of one day would be one row.
function sameDayProblems(
  rows: { student: string; exam: string; attempt: number; date: string }[],
  current: Map<string, Current>,
): CellProblem[] {
  const attemptOf = new Map<string, number>();
  for (const { row } of current.values())
    attemptOf.set(`${row.student_id}:${row.exam_id}:${row.date}`, row.attempt);
  return rows.flatMap(({ student, exam, attempt, date }) => {
    const key = `${student}:${exam}:${date}`;
    const other = attemptOf.get(key);
    attemptOf.set(key, attempt);
    return other === undefined || other === attempt
      ? []
      : [{ student, exam, attempt, problem: 'sameDay' as const }];
  });
}

function conflictOf(cell: CellChange, now: CellMark | undefined): CellConflict[] {
  const { student, exam, attempt, base, mark } = cell;
  if (sameCell(base ?? undefined, now) || sameCell(mark ?? undefined, now)) return [];
  return [{ student, exam, attempt, theirs: now ?? null, mine: mark }];
}

function refuse(problems: CellProblem[]): void {
  if (problems.length > 0)
    throw new AppError('gradebook.cells_invalid', { count: problems.length }, { data: { cells: problems } });
}

async function readKnown(client: Queryable, { offering, term }: SheetRef): Promise<Known> {
  const pupils = await client.query(SHEET_PUPILS, [[offering], term]);
  const exams = await client.query(SHEET_ASSESSMENTS, [[offering], [term]]);
  return {
    pupils: new Map(pupils.rows.map((row) => [row.id, `${row.display_name} (${row.admission_number})`])),
    assessments: new Map(exams.rows.map((row) => [row.id, assessmentOf(row)])),
  };
}

async function readCurrent(client: Queryable, cells: readonly CellChange[]): Promise<Map<string, Current>> {
  const { rows } = await client.query(CURRENT_RESULTS, [
    [...new Set(cells.map(({ exam }) => exam))],
    [...new Set(cells.map(({ student }) => student))],
  ]);
  return new Map(
    (rows as ResultRow[]).map((row) => [
      keyOf({ student: row.student_id, exam: row.exam_id, attempt: row.attempt }),
      { row, mark: cellOf(row) },
    ]),
  );
}

function keyOf({ student, exam, attempt }: Pick<CellChange, 'student' | 'exam' | 'attempt'>): string {
  return `${student}:${exam}:${attempt}`;
}

function entryOf(save: SaveMarks, sheet: FoundSheet, { changes, current, known }: Work): AuditEvent {
  const nameOf = ({ student, exam, attempt }: CellChange) =>
    `${known.pupils.get(student)} · ${known.assessments.get(exam)?.title}${attempt > 1 ? ` (${attempt})` : ''}`;
  return {
    category: 'change',
    action: 'marks.save',
    actor: save.actor,
    subject: {
      collection: 'exam-results',
      id: save.offering,
      label: `${sheet.offering.title}, ${sheet.term.title}`,
    },
    before: Object.fromEntries(changes.map((cell) => [nameOf(cell), words(current.get(keyOf(cell))?.mark)])),
    after: Object.fromEntries(changes.map((cell) => [nameOf(cell), words(cell.mark ?? undefined)])),
  };
}

function words(mark: CellMark | undefined): string | null {
  if (!mark) return null;
  const score = mark.scoreHundredths === undefined ? '' : hundredths(mark.scoreHundredths);
  if (mark.status === 'graded') return score;
  return `${mark.status} ${score}${mark.daysLate ? ` (${mark.daysLate})` : ''}`.trim();
}
