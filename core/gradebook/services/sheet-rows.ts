import type { Assessment, Mark, MarkStatus } from '../calculate/types.ts';
import type { Question } from './question-scores.ts';

/** A column of the mark grid. */
export type SheetAssessment = Assessment & {
  type: string;
  date?: string;
  /** With it the assessment has a second column, for those who sit it again. */
  resitDate?: string;
  publishedAt?: string;
  /** The criteria, where it has a rubric. */
  rubric?: Question[];
};

export type SheetPupil = { id: string; name: string; nameAr?: string; admissionNumber: string };

/** What is noted in one cell. */
export type CellMark = { status: MarkStatus; scoreHundredths?: number; daysLate?: number };

/** A cell that holds something: pupil, assessment and attempt say which. */
export type SheetCell = CellMark & { student: string; exam: string; attempt: number };

export type ResultRow = {
  id: string;
  exam_id: string;
  student_id: string;
  date: string;
  attempt: number;
  status: MarkStatus;
  score: number | null;
  late: boolean | null;
  days_late: number | null;
};

/** The column of a row of SHEET_ASSESSMENTS. */
export function assessmentOf(row: Record<string, unknown>): SheetAssessment {
  const optional = <Key extends string>(key: Key, value: unknown) =>
    (value === null || value === undefined || value === '' ? {} : { [key]: String(value) }) as Partial<
      Record<Key, string>
    >;
  const max = row.total_marks === null ? undefined : Math.round(Number(row.total_marks) * 100);
  return {
    id: String(row.id),
    title: String(row.title),
    type: String(row.type),
    ...optional('date', row.date),
    ...optional('resitDate', row.resit_date),
    ...optional('categoryId', row.category_id),
    ...optional('weight', row.weight),
    ...(max === undefined ? {} : { maxHundredths: max }),
    ...(row.rubric ? { rubric: row.rubric as Question[] } : {}),
    ...(row.published_at ? { publishedAt: new Date(row.published_at as Date).toISOString() } : {}),
  };
}

/** What a stored result says; `late` may be a flag beside the score, as OneRoster sends it. */
export function cellOf(row: ResultRow): CellMark {
  const status = row.status === 'graded' && row.late ? 'late' : row.status;
  const hasScore = (status === 'graded' || status === 'late') && row.score !== null;
  return {
    status,
    ...(hasScore ? { scoreHundredths: Number(row.score) } : {}),
    ...(status === 'late' && row.days_late ? { daysLate: row.days_late } : {}),
  };
}

/** The cells of results, the newer where one attempt has two rows. */
export function cellsOf(rows: readonly ResultRow[]): SheetCell[] {
  const cells = new Map<string, SheetCell>();
  for (const row of rows)
    cells.set(`${row.student_id}:${row.exam_id}:${row.attempt}`, {
      student: row.student_id,
      exam: row.exam_id,
      attempt: row.attempt,
      ...cellOf(row),
    });
  return [...cells.values()];
}

/** The marks that the reckoning takes, by pupil. */
export function marksByPupil(cells: readonly SheetCell[]): Map<string, Mark[]> {
  const byPupil = new Map<string, Mark[]>();
  for (const { student, exam, ...cell } of cells) {
    const mark: Mark = { assessmentId: exam, ...cell };
    const marks = byPupil.get(student);
    if (marks) marks.push(mark);
    else byPupil.set(student, [mark]);
  }
  return byPupil;
}

/** True when two cells say the same; undefined is an empty cell. */
export function sameCell(one: CellMark | undefined, other: CellMark | undefined): boolean {
  return (
    one?.status === other?.status &&
    one?.scoreHundredths === other?.scoreHundredths &&
    one?.daysLate === other?.daysLate
  );
}
