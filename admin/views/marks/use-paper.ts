'use client';

import { useEffect, useState } from 'react';
import type { Paper, Question, ScoresConflict, Sheet } from '../../../core/gradebook/index.ts';
import { ApiProblem, callApi, problemSentence } from '../../components/call-api.ts';
import { withConflicts } from './conflicts.ts';
import { columnsOf, type Grid, openGrid } from './grid-model.ts';
import { cellConflicts, rowsToSave, sheetOfPaper } from './question-model.ts';

type Open = {
  exam: string;
  questions: Question[];
  grid: Grid;
  read: Map<string, (number | null)[]>;
  isChanged: boolean;
};

/** One assessment's questions and scores while they are edited, and saving them. */
export function usePaper(sheet: Sheet, exam: string, offline: string) {
  const [open, setOpen] = useState<Open>();
  const [problem, setProblem] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const ref = { offering: sheet.offering.id, term: sheet.term.id, exam };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet does not change below the panel; `attempt` loads again.
  useEffect(() => {
    let isCurrent = true;
    setOpen(undefined);
    setProblem(undefined);
    callApi<Paper>(`/gradebook/questions?${new URLSearchParams(ref)}`).then(
      ({ questions, rows }) => {
        if (!isCurrent) return;
        const read = new Map(rows.map(({ student, scores }) => [student, scores]));
        setOpen({
          exam,
          questions,
          grid: openGrid(sheetOfPaper(sheet, questions, rows)),
          read,
          isChanged: false,
        });
      },
      (error: unknown) => isCurrent && setProblem(problemSentence(error, offline)),
    );
    return () => {
      isCurrent = false;
    };
  }, [exam, attempt]);

  const change = (step: (grid: Grid) => Grid) =>
    setOpen((now) => (now ? { ...now, grid: step(now.grid) } : now));
  const setQuestions = (questions: Question[]) =>
    setOpen((now) => {
      if (!now) return now;
      const columns = columnsOf(sheetOfPaper(sheet, questions, []));
      return { ...now, questions, isChanged: true, grid: { ...now.grid, columns } };
    });
  const save = async () => {
    if (!open) return;
    setSaving(true);
    setProblem(undefined);
    const rows = rowsToSave(open.grid, open.read, open.questions.length);
    try {
      await callApi('/gradebook/questions', { ...ref, questions: open.questions, rows });
      setAttempt((now) => now + 1);
    } catch (error) {
      setProblem(problemSentence(error, offline));
      const found =
        error instanceof ApiProblem && error.code === 'gradebook.cells_conflict' ? error.data : undefined;
      const { conflicts = [] } = (found ?? {}) as { conflicts?: ScoresConflict[] };
      setOpen((now) =>
        now
          ? {
              ...now,
              read: new Map([
                ...now.read,
                ...conflicts.map(({ student, theirs }) => [student, theirs ?? []] as const),
              ]),
              grid: withConflicts(now.grid, cellConflicts(conflicts)),
            }
          : now,
      );
    }
    setSaving(false);
  };
  return {
    ...open,
    problem,
    isSaving,
    change,
    setQuestions,
    save,
    isDirty: open !== undefined && (open.isChanged || open.grid.drafts.size > 0),
  };
}
