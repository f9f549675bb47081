import type { CellValue } from '../../../core/gradebook/browser.ts';
import { sameCell } from '../../../core/gradebook/browser.ts';
import type { CellConflict, SheetRef } from '../../../core/gradebook/index.ts';
import { withConflicts } from './conflicts.ts';
import { draftOf, type Grid, listDrafts, withDrafts } from './grid-model.ts';

// Unsaved marks live in this tab until they are saved or discarded: a reload or an expired session must not cost them.
// sessionStorage and not localStorage, because the next person at a shared computer must not find them.
type Stash = {
  at: number;
  cells: { student: string; column: string; text: string; base: CellValue | null }[];
};

function keyOf(userId: string, { offering, term }: SheetRef): string {
  return `daftar-marks:${userId}:${offering}:${term}`;
}

/** Keeps what is typed and not saved, or forgets it when there is nothing. */
export function writeStash(userId: string, ref: SheetRef, grid: Grid): void {
  try {
    const cells = listDrafts(grid.drafts).map(({ student, column, draft }) => ({
      student,
      column,
      text: draft.text,
      base: grid.bases.get(student)?.get(column) ?? null,
    }));
    if (cells.length === 0) sessionStorage.removeItem(keyOf(userId, ref));
    else
      sessionStorage.setItem(keyOf(userId, ref), JSON.stringify({ at: Date.now(), cells } satisfies Stash));
  } catch {
    // A browser without storage only loses this convenience.
  }
}

/**
 * The grid with what was kept on top, and when it was kept. Where somebody else saved the cell in the meantime it is a
 * conflict that a person decides.
 */
export function restoreStash(
  userId: string,
  ref: SheetRef,
  grid: Grid,
): { grid: Grid; at: number | undefined } {
  const stash = readStash(userId, ref);
  if (!stash) return { grid, at: undefined };
  const columns = new Map(grid.columns.map((column) => [column.key, column]));
  const conflicts: CellConflict[] = [];
  const drafts = stash.cells.flatMap(({ student, column, text, base }) => {
    const known = columns.get(column);
    if (!known) return [];
    const now = grid.bases.get(student)?.get(column);
    const draft = draftOf(text, now, known.maxHundredths);
    if (!draft) return [];
    if (!sameCell(base ?? undefined, now) && !draft.problem)
      conflicts.push({
        student,
        exam: known.exam,
        attempt: known.attempt,
        theirs: now ?? null,
        mine: draft.mark ?? null,
      });
    return [{ student, column, draft }];
  });
  const restored = withConflicts({ ...grid, drafts: withDrafts(grid.drafts, drafts) }, conflicts);
  return { grid: restored, at: drafts.length > 0 ? stash.at : undefined };
}

function readStash(userId: string, ref: SheetRef): Stash | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(userId, ref));
    return text === null ? undefined : (JSON.parse(text) as Stash);
  } catch {
    return undefined;
  }
}
