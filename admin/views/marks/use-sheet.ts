'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Sheet, SheetPupil, SheetRef } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { ApiProblem, callApi } from '../../components/call-api.ts';
import { afterSave, cellsToSave, postCells, settle, withConflicts, withProblems } from './conflicts.ts';
import { applyEdits, type Edit, type Grid, listDrafts, openGrid, redo, undo } from './grid-model.ts';
import { restoreStash, writeStash } from './stash.ts';

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: number; changed: number }
  | { kind: 'failed'; message: string };

type Options = { userId: string; sheetRef: SheetRef | undefined; language: Language; offline: string };

/** Loads one sheet, holds its grid while it is edited, saves it, and settles conflicts. */
export function useSheet({ userId, sheetRef, language, offline }: Options) {
  const [open, setOpen] = useState<{ sheet: Sheet; grid: Grid; ref: SheetRef }>();
  const [problem, setProblem] = useState<string>();
  const [save, setSave] = useState<SaveState>({ kind: 'idle' });
  const [restoredAt, setRestoredAt] = useState<number>();
  const [attempt, setAttempt] = useState(0);
  const saving = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` loads the same sheet again.
  useEffect(() => {
    setOpen(undefined);
    setProblem(undefined);
    setRestoredAt(undefined);
    setSave({ kind: 'idle' });
    if (!sheetRef) return;
    let isCurrent = true;
    callApi<Sheet>(`/gradebook/sheet?${new URLSearchParams(sheetRef)}`).then(
      (loaded) => {
        if (!isCurrent) return;
        const sheet = { ...loaded, pupils: byName(loaded.pupils, language) };
        const restored = restoreStash(userId, sheetRef, openGrid(sheet));
        setOpen({ sheet, grid: restored.grid, ref: sheetRef });
        setRestoredAt(restored.at);
      },
      (error: unknown) => {
        if (isCurrent) setProblem(error instanceof ApiProblem ? error.message : offline);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [sheetRef, userId, language, offline, attempt]);

  useEffect(() => {
    if (open && open.ref === sheetRef) writeStash(userId, open.ref, open.grid);
  }, [open, sheetRef, userId]);

  const change = useCallback((step: (grid: Grid) => Grid) => {
    setOpen((now) => (now ? { ...now, grid: step(now.grid) } : now));
    setSave((now) => (now.kind === 'saved' ? { kind: 'idle' } : now));
  }, []);

  const submit = useCallback(async (): Promise<boolean> => {
    if (!open || saving.current) return false;
    const cells = cellsToSave(open.grid);
    if (cells.length === 0) return listDrafts(open.grid.drafts).length === 0;
    saving.current = true;
    setSave({ kind: 'saving' });
    const answer = await postCells(open.ref, cells, offline);
    saving.current = false;
    if (answer.kind === 'saved') {
      setOpen((now) => (now ? { ...now, grid: afterSave(now.grid, cells) } : now));
      setRestoredAt(undefined);
      setSave({ kind: 'saved', at: Date.now(), changed: answer.result.changed });
      return true;
    }
    if (answer.kind === 'conflict') {
      setOpen((now) => (now ? { ...now, grid: withConflicts(now.grid, answer.conflicts) } : now));
      setSave({ kind: 'idle' });
      return false;
    }
    if (answer.kind === 'invalid')
      setOpen((now) => (now ? { ...now, grid: withProblems(now.grid, answer.cells) } : now));
    setSave({ kind: 'failed', message: answer.message });
    return false;
  }, [open, offline]);

  const drafts = open ? listDrafts(open.grid.drafts) : [];
  return {
    sheet: open?.sheet,
    grid: open?.grid,
    problem,
    save,
    restoredAt,
    unsaved: drafts.length,
    wrong: drafts.filter(({ draft }) => draft.problem).length,
    edit: useCallback((edits: readonly Edit[]) => change((grid) => applyEdits(grid, edits)), [change]),
    undo: useCallback(() => change(undo), [change]),
    redo: useCallback(() => change(redo), [change]),
    choose: useCallback(
      (keys: readonly string[], choice: 'mine' | 'theirs') => change((grid) => settle(grid, keys, choice)),
      [change],
    ),
    submit,
    /** Forgets what is not saved and shows what the server has. */
    discard: useCallback(() => {
      if (open) writeStash(userId, open.ref, openGrid(open.sheet));
      setAttempt((now) => now + 1);
    }, [open, userId]),
    reload: useCallback(() => setAttempt((now) => now + 1), []),
  };
}

// As the register has them: a list that was copied from one is pasted into the other.
function byName(pupils: readonly SheetPupil[], language: Language): SheetPupil[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const nameOf = ({ name, nameAr }: SheetPupil) => (language === 'ar' ? (nameAr ?? name) : name);
  return pupils.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
}
