import type {
  CellConflict,
  Paper,
  Question,
  QuestionScores,
  ScoresConflict,
  Sheet,
} from '../../../core/gradebook/index.ts';
import { columnKey, type Edit, type Grid, shownMark } from './grid-model.ts';

type Scores = (number | null)[];
/** A row that is sent: the scores as the page had read them, and as they shall be. */
export type ScoresRow = QuestionScores & { base: Scores | null };

/** A paper as a sheet, so that questions are entered in the same grid as assessments: points add up to the result. */
export function sheetOfPaper(sheet: Sheet, questions: readonly Question[], rows: Paper['rows']): Sheet {
  return {
    ...sheet,
    assessments: questions.map(({ title, maxHundredths }, index) => ({
      id: questionId(index),
      title,
      type: 'other',
      maxHundredths,
    })),
    categories: [],
    periods: undefined,
    periodMarks: undefined,
    rules: { ...sheet.rules, combine: 'points', missingCountsAsZero: false },
    cells: rows.flatMap(({ student, scores }) =>
      scores.flatMap((scoreHundredths, index) =>
        scoreHundredths === null || index >= questions.length
          ? []
          : [{ student, exam: questionId(index), attempt: 1, status: 'graded' as const, scoreHundredths }],
      ),
    ),
  };
}

/** The scores of a pupil as they are on the page now, in the order of the questions. */
export function scoresOf(grid: Grid, student: string, count: number): Scores {
  return Array.from({ length: count }, (_, index) => {
    const key = columnKey(questionId(index), 1);
    return (
      shownMark(grid.bases.get(student)?.get(key), grid.drafts.get(student)?.get(key))?.scoreHundredths ??
      null
    );
  });
}

/** The rows that changed. `read` is what the server had of each pupil. */
export function rowsToSave(grid: Grid, read: ReadonlyMap<string, Scores>, count: number): ScoresRow[] {
  return [...grid.drafts.keys()].map((student) => ({
    student,
    base: read.get(student) ?? null,
    scores: scoresOf(grid, student, count),
  }));
}

/** How many cells hold something that is no score: a question has no status of its own. */
export function wrongCells(grid: Grid): number {
  return [...grid.drafts.values()]
    .flatMap((row) => [...row.values()])
    .filter(({ problem, mark }) => problem !== undefined || (mark !== undefined && mark.status !== 'graded'))
    .length;
}

/** The conflicts of rows as conflicts of the cells that differ. */
export function cellConflicts(conflicts: readonly ScoresConflict[]): CellConflict[] {
  return conflicts.flatMap(({ student, theirs, mine }) =>
    mine.flatMap((score, index): CellConflict[] => {
      const other = theirs?.[index] ?? null;
      return other === score
        ? []
        : [{ student, exam: questionId(index), attempt: 1, theirs: markOf(other), mine: markOf(score) }];
    }),
  );
}

/** The sums of complete rows, to be typed into the column of the assessment. */
export function sumEdits(grid: Grid, students: readonly string[], exam: string, count: number): Edit[] {
  return students.flatMap((student) => {
    const scores = scoresOf(grid, student, count);
    if (count === 0 || scores.includes(null)) return [];
    const sum = scores.reduce<number>((total, score) => total + (score ?? 0), 0);
    return [{ student, column: columnKey(exam, 1), text: String(sum / 100) }];
  });
}

function questionId(index: number): string {
  return `q${index}`;
}

function markOf(score: number | null): CellConflict['theirs'] {
  return score === null ? null : { status: 'graded', scoreHundredths: score };
}
