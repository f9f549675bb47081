'use client';

import { useSearchParams } from 'next/navigation.js';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SheetList, SheetRef } from '../../../core/gradebook/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';

export const TABS = ['grid', 'statistics', 'overview'] as const;
export type Tab = (typeof TABS)[number];
export type Chosen = { term: string; offering: string; tab: Tab };

/**
 * The term, lesson group and part of the page that are shown. The address is where they live, so that reload and a shared
 * link do what they say. Without a term it is the one of today, else the newest.
 */
export function useMarksChoice(list: SheetList | undefined) {
  const query = useSearchParams();
  const [term, offering, tab] = ['term', 'offering', 'tab'].map((name) => query.get(name) ?? '');
  const known = list?.terms.find(({ id }) => id === term);
  const current = known ?? list?.terms.find(({ isCurrent }) => isCurrent) ?? list?.terms[0];
  const group = list?.groups.find(({ id, yearId }) => id === offering && yearId === current?.yearId);
  const chosen: Chosen = {
    term: current?.id ?? '',
    offering: group?.id ?? '',
    tab: group ? (TABS.find((name) => name === tab) ?? 'grid') : 'overview',
  };
  const sheetRef = useMemo(
    (): SheetRef | undefined =>
      chosen.offering && chosen.term ? { offering: chosen.offering, term: chosen.term } : undefined,
    [chosen.offering, chosen.term],
  );
  const choose = useCallback((next: Chosen) => {
    window.history.replaceState(null, '', `${window.location.pathname}?${new URLSearchParams(next)}`);
  }, []);
  return { chosen, sheetRef, choose };
}

/** The lesson groups and terms of the viewer. */
export function useSheetList(offline: string) {
  const [list, setList] = useState<SheetList>();
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again.
  useEffect(() => {
    let isCurrent = true;
    setProblem(undefined);
    callApi<SheetList>('/gradebook/groups').then(
      (answer) => isCurrent && setList(answer),
      (error: unknown) => isCurrent && setProblem(problemSentence(error, offline)),
    );
    return () => {
      isCurrent = false;
    };
  }, [offline, attempt]);
  return { list, problem, reload: useCallback(() => setAttempt((now) => now + 1), []) };
}
