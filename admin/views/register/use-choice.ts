'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClassList } from '../../../core/school/index.ts';
import { type ClassRef, type Failure, fetchClasses } from './register-api.ts';

export type Chosen = { ref: ClassRef | null; date: string };

/** The class and date the page shows, kept in the address, so that reload and a shared link show the same. */
export function useChoice(initial: Chosen) {
  const [chosen, setChosen] = useState(initial);
  const choose = useCallback((next: Chosen) => {
    setChosen(next);
    const query = new URLSearchParams({ ...(next.ref ?? {}), date: next.date });
    window.history.replaceState(window.history.state, '', `${window.location.pathname}?${query}`);
  }, []);
  return { chosen, choose };
}

/** The classes of the viewer with what is taken on the date; the codes stay the same object while they say the same. */
export function useClasses(date: string, offline: string) {
  const [list, setList] = useState<ClassList | null>(null);
  const [problem, setProblem] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const codes = useRef<{ text: string; value: ClassList['codes'] }>({ text: '', value: [] });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again.
  useEffect(() => {
    const abort = new AbortController();
    setProblem(null);
    fetchClasses(date, { offline, signal: abort.signal }).then(
      (answer) => {
        if (!answer.ok) return setProblem(answer.failure);
        const text = JSON.stringify(answer.value.codes);
        if (text !== codes.current.text) codes.current = { text, value: answer.value.codes };
        const collator = new Intl.Collator('en', { numeric: true });
        const classes = [...answer.value.classes].sort(
          (a, b) => a.kind.localeCompare(b.kind) || collator.compare(a.title, b.title),
        );
        setList({ ...answer.value, classes, codes: codes.current.value });
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [date, offline, attempt]);

  const markTaken = useCallback((ref: ClassRef) => {
    setList((now) =>
      now ? { ...now, classes: now.classes.map((c) => (c.id === ref.id ? { ...c, taken: true } : c)) } : now,
    );
  }, []);
  return { list, problem, markTaken, reload: useCallback(() => setAttempt((now) => now + 1), []) };
}
