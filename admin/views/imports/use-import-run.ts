'use client';

import { useEffect, useState } from 'react';
import { ApiProblem, callApi } from '../../components/call-api.ts';
import { type ImportRun, isAtWork } from './import-types.ts';
import type { ImportTexts } from './texts.ts';

const POLL_MS = 700;
const RETRY_MS = 2000;

/** Follows one import until it ends; a lost connection is told and tried again. */
export function useImportRun(
  runId: string | undefined,
  texts: ImportTexts,
  /** Another number asks again, when somebody set the run to work anew. */
  turn = 0,
): { run: ImportRun | undefined; problem: string | undefined; isOffline: boolean } {
  const [run, setRun] = useState<ImportRun>();
  const [problem, setProblem] = useState<string>();
  const [isOffline, setOffline] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is not read, it asks again
  useEffect(() => {
    setProblem(undefined);
    setOffline(false);
    setRun((known) => (known?.id === runId ? known : undefined));
    if (runId === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = async () => {
      try {
        const answer = await callApi<ImportRun>(`/imports/run?id=${encodeURIComponent(runId)}`);
        if (isGone) return;
        setOffline(false);
        setRun(answer);
        if (isAtWork(answer.status)) timer = setTimeout(ask, POLL_MS);
      } catch (error) {
        if (isGone) return;
        const isFinal = error instanceof ApiProblem && error.status < 500 && error.status !== 429;
        if (isFinal) {
          setProblem(error.status === 404 || error.status === 400 ? texts.noSuchRun : error.message);
          return;
        }
        setOffline(true);
        timer = setTimeout(ask, RETRY_MS);
      }
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [runId, texts, turn]);

  return { run, problem, isOffline };
}
