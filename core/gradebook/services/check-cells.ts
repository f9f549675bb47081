import { isPlainDate } from '../../tenancy/index.ts';
import { EXTRA_CREDIT_FACTOR } from '../calculate/parse-cell.ts';
import type { CellMark, SheetAssessment } from './sheet-rows.ts';

/** One cell of a save: what the page had read, and what it shall be. Null is an empty cell. */
export type CellChange = {
  student: string;
  exam: string;
  attempt: number;
  base: CellMark | null;
  mark: CellMark | null;
};

export type CellProblem = { student: string; exam: string; attempt: number; problem: CellProblemCode };
export type CellProblemCode =
  | 'twice'
  | 'pupilUnknown'
  | 'assessmentUnknown'
  | 'noResit'
  | 'scoreMissing'
  | 'scoreNotWanted'
  | 'scoreTooHigh'
  | 'notLate'
  | 'sameDay';

/** What is wrong with the cells of a save, cell by cell; an empty list when all of them may be written. */
export function checkCells(
  cells: readonly CellChange[],
  pupils: ReadonlySet<string>,
  assessments: ReadonlyMap<string, SheetAssessment>,
): CellProblem[] {
  const seen = new Set<string>();
  return cells.flatMap((cell) => {
    const key = `${cell.student}:${cell.exam}:${cell.attempt}`;
    const problem = seen.has(key) ? 'twice' : problemOf(cell, pupils, assessments.get(cell.exam));
    seen.add(key);
    return problem ? [{ student: cell.student, exam: cell.exam, attempt: cell.attempt, problem }] : [];
  });
}

function problemOf(
  { student, attempt, mark }: CellChange,
  pupils: ReadonlySet<string>,
  assessment: SheetAssessment | undefined,
): CellProblemCode | undefined {
  if (!pupils.has(student)) return 'pupilUnknown';
  if (!assessment) return 'assessmentUnknown';
  if (attempt > 1 && !(attempt === 2 && isPlainDate(assessment.resitDate))) return 'noResit';
  if (!mark) return undefined;
  const wantsScore = mark.status === 'graded' || mark.status === 'late';
  if (wantsScore && mark.scoreHundredths === undefined) return 'scoreMissing';
  if (!wantsScore && mark.scoreHundredths !== undefined) return 'scoreNotWanted';
  if (mark.status !== 'late' && mark.daysLate !== undefined) return 'notLate';
  const { maxHundredths } = assessment;
  const isTooHigh =
    maxHundredths !== undefined && (mark.scoreHundredths ?? 0) > EXTRA_CREDIT_FACTOR * maxHundredths;
  return isTooHigh ? 'scoreTooHigh' : undefined;
}
