import type { SheetProblem } from './sheet-types.ts';

/** Kept in full for the file of errors; beyond it problems are only counted. */
const MAX_KEPT = 5_000;
const MAX_VALUE = 80;

/** Collects what is wrong with the rows of one sheet, and which rows stay out because of it. */
export class ProblemCollector {
  readonly kept: SheetProblem[] = [];
  readonly faultyRows = new Set<number>();
  errors = 0;
  warnings = 0;

  add(problem: SheetProblem): void {
    if (problem.severity === 'error') {
      this.errors += 1;
      if (problem.row !== null) this.faultyRows.add(problem.row);
    } else this.warnings += 1;
    if (this.kept.length < MAX_KEPT)
      this.kept.push({
        ...problem,
        value: problem.value === null ? null : problem.value.slice(0, MAX_VALUE),
      });
  }

  isFaulty(row: number): boolean {
    return this.faultyRows.has(row);
  }

  /** Errors first, otherwise in the order found. */
  sorted(): SheetProblem[] {
    return [...this.kept].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  }
}
