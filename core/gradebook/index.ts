export { ExamResults, Exams } from './collections/assessment.ts';
export { GradeCategories, GradeScaleIntervals, GradeScales, GradingRules } from './collections/grading.ts';
export { TermMarks } from './collections/term-marks.ts';
export { gradebookEndpoints } from './endpoints/gradebook-endpoints.ts';
export type { CellChange, CellProblem, CellProblemCode } from './services/check-cells.ts';
export type { ClassAnalytics } from './services/class-analytics.ts';
export type { SheetList } from './services/list-sheets.ts';
export type { PublicationPlan } from './services/publication-plan.ts';
export type { PublicationRun } from './services/publication-runs.ts';
export {
  type PublishedTerm,
  type PublishTerm,
  publishTerm,
  RESULTS_PUBLISHED,
  type SkippedSheet,
} from './services/publish-term.ts';
export type { Level, Paper, Question, QuestionScores, ScoresConflict } from './services/question-scores.ts';
export type { Sheet, SheetRef } from './services/read-sheet.ts';
export { type CellConflict, MARKS_SAVED, type SavedMarks, saveMarks } from './services/save-marks.ts';
export type { CellMark, SheetAssessment, SheetCell, SheetPupil } from './services/sheet-rows.ts';
export { isOpenState, type SheetState } from './services/sheet-states.ts';
export { type TermMark, termMarksOf } from './services/term-marks.ts';
export { RESULTS_WITHDRAWN, withdrawTerm } from './services/withdraw-term.ts';
