import { PROBLEM_CATALOGUE, type ProblemCode } from './problems.ts';
import type { Problem, ProblemParams } from './types.ts';

export type ProblemPlace = {
  readonly file?: string | null;
  readonly row?: number | null;
  readonly column?: string | null;
  readonly value?: string | null;
  readonly params?: ProblemParams;
};

export type ProblemLimits = {
  /** Errors kept in all; one more problem then says how many were left out. Default 1,000. */
  readonly maxErrors?: number;
  /** Errors kept of one code in one file and column, so that one fault cannot hide the others. Default 250. */
  readonly maxPerKind?: number;
};

export type ProblemList = {
  /** Records a problem at one place. */
  readonly add: (code: ProblemCode, place?: ProblemPlace) => void;
  /** Records a remark once per code, file, column and `key`; repeats only raise `params.count`. */
  readonly once: (code: ProblemCode, place?: ProblemPlace, key?: string) => void;
  readonly errorCount: () => number;
  readonly warningCount: () => number;
  /** Errors first, each in the order found, then the remark about the rest, then the warnings. */
  readonly toArray: () => Problem[];
};

const MAX_VALUE = 80;

/** Cuts a value for display to 80 characters without splitting a surrogate pair. */
export function shortenValue(value: string): string {
  if (value.length <= MAX_VALUE) return value;
  return `${value.slice(0, MAX_VALUE - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Collects problems with caps, so that a broken export of a million rows gives a readable report. */
export function createProblemList(limits: ProblemLimits = {}): ProblemList {
  const maxErrors = limits.maxErrors ?? 1000;
  const maxPerKind = limits.maxPerKind ?? 250;
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const kinds = new Map<string, number>();
  const repeated = new Map<string, { position: number; list: Problem[]; count: number }>();
  let errorCount = 0;

  function keep(problem: Problem): boolean {
    if (problem.severity === 'warning') {
      warnings.push(problem);
      return true;
    }
    errorCount += 1;
    const kind = `${problem.code}|${problem.file}|${problem.column}`;
    const seen = (kinds.get(kind) ?? 0) + 1;
    kinds.set(kind, seen);
    if (errors.length >= maxErrors || seen > maxPerKind) return false;
    errors.push(problem);
    return true;
  }

  return {
    add: (code, place = {}) => {
      keep(makeProblem(code, place));
    },
    once: (code, place = {}, key = '') => {
      const name = `${code}|${place.file ?? ''}|${place.column ?? ''}|${key}`;
      const seen = repeated.get(name);
      if (seen === undefined) {
        const list = PROBLEM_CATALOGUE[code].severity === 'warning' ? warnings : errors;
        const isKept = keep(makeProblem(code, { ...place, params: { ...place.params, count: 1 } }));
        repeated.set(name, { position: isKept ? list.length - 1 : -1, list, count: 1 });
        return;
      }
      seen.count += 1;
    },
    errorCount: () => errorCount,
    warningCount: () => warnings.length,
    toArray: () => {
      for (const { position, list, count } of repeated.values()) {
        const problem = list[position];
        if (problem !== undefined) list[position] = { ...problem, params: { ...problem.params, count } };
      }
      const hidden = errorCount - errors.length;
      const rest = hidden > 0 ? [makeProblem('oneroster.more-problems', { params: { count: hidden } })] : [];
      return [...errors, ...rest, ...warnings];
    },
  };
}

function makeProblem(code: ProblemCode, place: ProblemPlace): Problem {
  const entry = PROBLEM_CATALOGUE[code];
  return {
    severity: entry.severity,
    code,
    file: place.file ?? null,
    row: place.row ?? null,
    column: place.column ?? null,
    value: place.value === undefined || place.value === null ? null : shortenValue(place.value),
    rule: entry.rule,
    params: place.params ?? {},
  };
}
