'use client';

import { useSearchParams } from 'next/navigation.js';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ClassList } from '../../../core/attendance/index.ts';
import { type ClassRef, type Failure, fetchClasses } from './register-api.ts';

export type Chosen = { ref: ClassRef | null; date: string };

/**
 * The class and date the page shows. The address is where they live, so that reload, a shared link and the links of
 * the navigation all do what they say. A date after today becomes today.
 */
export function useChoice(today: string) {
  const query = useSearchParams();
  const [kind, id, asked, lesson] = ['kind', 'id', 'date', 'period'].map((name) => query.get(name) ?? '');
  const date = asked && isDate(asked) && asked <= today ? asked : today;
  const chosen = useMemo((): Chosen => {
    const known = kind === 'classroom' || kind === 'offering' ? kind : undefined;
    const period = known === 'offering' && lesson && /^\d{1,2}$/.test(lesson) ? Number(lesson) : 0;
    return { ref: known && id && UUID.test(id) ? { kind: known, id, period } : null, date };
  }, [kind, id, date, lesson]);
  const choose = useCallback((next: Chosen) => {
    const { period = 0, ...ref } = next.ref ?? {};
    const address = new URLSearchParams({ ...ref, date: next.date });
    if (period > 0) address.set('period', String(period));
    window.history.replaceState(null, '', `${window.location.pathname}?${address}`);
  }, []);
  return { chosen, choose };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
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
      now
        ? {
            ...now,
            classes: now.classes.map((c) => (c.id === ref.id ? { ...c, taken: true } : c)),
            lessons: now.lessons.map((l) =>
              l.id === ref.id && l.period === ref.period ? { ...l, taken: true } : l,
            ),
          }
        : now,
    );
  }, []);
  return { list, problem, markTaken, reload: useCallback(() => setAttempt((now) => now + 1), []) };
}
