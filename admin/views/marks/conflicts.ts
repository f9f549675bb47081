import { type CellValue, cellText } from '../../../core/gradebook/browser.ts';
import type {
  CellChange,
  CellConflict,
  CellProblem,
  SavedMarks,
  SheetRef,
} from '../../../core/gradebook/index.ts';
import { ApiProblem, callApi } from '../../components/call-api.ts';
import {
  type Bases,
  type Conflicts,
  columnKey,
  draftOf,
  type Grid,
  listDrafts,
  withDrafts,
} from './grid-model.ts';

export type SaveAnswer =
  | { kind: 'saved'; result: SavedMarks }
  | { kind: 'conflict'; conflicts: CellConflict[] }
  | { kind: 'invalid'; message: string; cells: CellProblem[] }
  | { kind: 'failed'; message: string; code: string };

/** The cells that can be saved: drafts that are marks or empty, with what the page had read. */
export function cellsToSave(grid: Grid): CellChange[] {
  return listDrafts(grid.drafts).flatMap(({ student, column, draft }) => {
    if (draft.problem || grid.conflicts.has(conflictKey(student, column))) return [];
    const [exam = '', attempt = '1'] = column.split(':');
    const base = grid.bases.get(student)?.get(column) ?? null;
    return [{ student, exam, attempt: Number(attempt), base, mark: draft.mark ?? null }];
  });
}

/** Saves cells in one request; every way it can end is an answer. */
export async function postCells(ref: SheetRef, cells: CellChange[], offline: string): Promise<SaveAnswer> {
  try {
    return { kind: 'saved', result: await callApi<SavedMarks>('/gradebook/marks', { ...ref, cells }) };
  } catch (error) {
    if (!(error instanceof ApiProblem)) return { kind: 'failed', message: offline, code: '' };
    const data = error.data as { conflicts?: CellConflict[]; cells?: CellProblem[] } | undefined;
    if (error.code === 'gradebook.cells_conflict' && data?.conflicts)
      return { kind: 'conflict', conflicts: data.conflicts };
    if (error.code === 'gradebook.cells_invalid' && data?.cells)
      return { kind: 'invalid', message: error.message, cells: data.cells };
    return { kind: 'failed', message: error.message, code: error.code };
  }
}

/** The grid after a save: what was sent is the base now, what was typed meanwhile stays. */
export function afterSave(grid: Grid, sent: readonly CellChange[]): Grid {
  const bases = withBases(
    grid.bases,
    sent.map(({ student, exam, attempt, mark }) => ({ student, column: columnKey(exam, attempt), mark })),
  );
  const maxOf = new Map(grid.columns.map(({ key, maxHundredths }) => [key, maxHundredths]));
  const changes = sent.flatMap(({ student, exam, attempt }) => {
    const column = columnKey(exam, attempt);
    const draft = grid.drafts.get(student)?.get(column);
    if (!draft) return [];
    return [
      { student, column, draft: draftOf(draft.text, bases.get(student)?.get(column), maxOf.get(column)) },
    ];
  });
  return { ...grid, bases, drafts: withDrafts(grid.drafts, changes) };
}

/** The grid with conflicts in it. Nothing is lost: the own drafts stay until a person chooses. */
export function withConflicts(grid: Grid, conflicts: readonly CellConflict[]): Grid {
  return {
    ...grid,
    conflicts: new Map([
      ...grid.conflicts,
      ...conflicts.map(
        (conflict) =>
          [conflictKey(conflict.student, columnKey(conflict.exam, conflict.attempt)), conflict] as const,
      ),
    ]),
  };
}

/** Settles conflicts: theirs becomes what the page has read, and the own draft stays or goes. */
export function settle(grid: Grid, keys: readonly string[], choice: 'mine' | 'theirs'): Grid {
  const settled = keys.flatMap((key) => grid.conflicts.get(key) ?? []);
  const conflicts = new Map(grid.conflicts);
  for (const key of keys) conflicts.delete(key);
  const places = settled.map(({ student, exam, attempt, theirs, mine }) => ({
    student,
    column: columnKey(exam, attempt),
    theirs,
    mine,
  }));
  const bases = withBases(
    grid.bases,
    places.map(({ student, column, theirs }) => ({ student, column, mark: theirs })),
  );
  const drafts = withDrafts(
    grid.drafts,
    places.map(({ student, column, theirs, mine }) => ({
      student,
      column,
      draft:
        choice === 'theirs'
          ? undefined
          : draftOf(cellText(mine ?? undefined), theirs ?? undefined, undefined),
    })),
  );
  return { ...grid, bases, drafts, conflicts };
}

/** Marks drafts with what the server found wrong. */
export function withProblems(grid: Grid, problems: readonly CellProblem[]): Grid {
  return {
    ...grid,
    drafts: withDrafts(
      grid.drafts,
      problems.flatMap(({ student, exam, attempt, problem }) => {
        const column = columnKey(exam, attempt);
        const draft = grid.drafts.get(student)?.get(column);
        return draft ? [{ student, column, draft: { text: draft.text, problem } }] : [];
      }),
    ),
  };
}

export function conflictKey(student: string, column: string): string {
  return `${student}:${column}`;
}

/** Of a row's conflicts, those of one pupil: their keys by column. */
export function conflictsOfRow(conflicts: Conflicts, student: string): ReadonlySet<string> {
  return new Set(
    [...conflicts.values()].flatMap((one) =>
      one.student === student ? [columnKey(one.exam, one.attempt)] : [],
    ),
  );
}

function withBases(
  bases: Bases,
  changes: readonly { student: string; column: string; mark: CellValue | null }[],
): Bases {
  const next = new Map(bases);
  const opened = new Map<string, Map<string, CellValue>>();
  for (const { student, column, mark } of changes) {
    const row = opened.get(student) ?? new Map(next.get(student));
    opened.set(student, row);
    if (mark) row.set(column, mark);
    else row.delete(column);
    next.set(student, row);
  }
  return next;
}
