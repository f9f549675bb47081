import type { Queryable } from '../../tenancy/index.ts';
import type { Found, Lookups } from './lookups.ts';
import type { Plan } from './planned-records.ts';
import type { ProblemCollector } from './problem-collector.ts';
import type { ReadRow, SheetProblem, SheetProblemCode } from './sheet-types.ts';

/** What a planner needs beside the rows of its chunk. */
export type PlanContext = {
  readonly client: Queryable;
  readonly lookups: Lookups;
  readonly problems: ProblemCollector;
  readonly headerOf: (field: string) => string | null;
  readonly fieldNames: Map<string, string>;
  /** The row of the sheet that first named a key, for keys that may stand once. */
  readonly seen: Map<string, number>;
  readonly language: 'en' | 'ar';
  readonly today: string;
};

/** Turns the rows of a chunk into records; rows with errors are left out of the plan. */
export type Planner = (rows: readonly ReadRow[], context: PlanContext, plan: Plan) => Promise<void>;

/** The text of a field, trimmed; undefined when the row does not say. */
export function textOf(row: ReadRow, field: string): string | undefined {
  const value = row.values[field];
  return value === undefined ? undefined : String(value);
}

/** Notes what is wrong with a field of a row. */
export function report(
  context: PlanContext,
  row: ReadRow,
  field: string,
  code: SheetProblemCode,
  params: SheetProblem['params'] = {},
  severity: SheetProblem['severity'] = 'error',
): void {
  context.problems.add({
    severity,
    code,
    row: row.number,
    column: context.headerOf(field) ?? context.fieldNames.get(field) ?? field,
    // A personal number is sensitive and not repeated in a report.
    value: field === 'qid' ? null : (textOf(row, field) ?? null),
    params,
  });
}

/** False, with a problem, when a new record lacks one of the fields. */
export function hasAll(context: PlanContext, row: ReadRow, fields: readonly string[]): boolean {
  const missing = fields.filter((field) => row.values[field] === undefined);
  for (const field of missing) report(context, row, field, 'value_missing');
  return missing.length === 0;
}

/** False, with a problem, when an earlier row of the sheet has the same key. */
export function isFirst(context: PlanContext, row: ReadRow, field: string, key: string): boolean {
  const first = context.seen.get(key);
  if (first === undefined) {
    context.seen.set(key, row.number);
    return true;
  }
  report(context, row, field, 'duplicate', { firstRow: first });
  return false;
}

/** The id that a field names; undefined when it is empty, and `false` when what it names cannot be found. */
export function refer(
  context: PlanContext,
  row: ReadRow,
  field: string,
  find: (text: string) => Found,
): string | undefined | false {
  const text = textOf(row, field);
  if (text === undefined) return undefined;
  const found = find(text);
  if (typeof found === 'object') return found.id;
  report(context, row, field, found === 'several' ? 'reference_several' : 'reference_unknown');
  return false;
}

/** The year that a row names, else the current one; `false`, with a problem, when there is none. */
export function yearOf(context: PlanContext, row: ReadRow): string | false {
  const named = refer(context, row, 'year', context.lookups.year);
  if (named !== undefined) return named;
  const current = context.lookups.currentYear?.id;
  if (current === undefined) report(context, row, 'year', 'value_missing');
  return current ?? false;
}
