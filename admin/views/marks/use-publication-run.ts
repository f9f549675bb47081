import { useCallback, useEffect, useRef, useState } from 'react';
import type { PublicationRun } from '../../../core/gradebook/index.ts';
import { callApi } from '../../components/call-api.ts';

const POLL_MS = 1000;

/**
 * The newest run over a term, followed while it is at work, also one that somebody else began. `onEnd` is told when one that
 * was seen at work has ended.
 */
export function usePublicationRun(term: string, onEnd: () => void) {
  const [run, setRun] = useState<PublicationRun>();
  const ended = useRef(onEnd);
  ended.current = onEnd;
  const wasAtWork = useRef(false);
  const isAtWork = run?.state === 'queued' || run?.state === 'running';
  const id = run?.id;

  useEffect(() => {
    let isCurrent = true;
    setRun(undefined);
    callApi<{ run: PublicationRun | null }>(`/gradebook/publication?term=${term}`)
      .then(({ run: latest }) => isCurrent && setRun((now) => now ?? latest ?? undefined))
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [term]);
  useEffect(() => {
    if (!isAtWork || id === undefined) return;
    let isCurrent = true;
    const timer = setInterval(() => {
      // A poll that is lost is made up for by the next one.
      callApi<PublicationRun>(`/gradebook/publication/run?id=${id}`)
        .then((now) => isCurrent && setRun(now))
        .catch(() => undefined);
    }, POLL_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [isAtWork, id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that was over when it was first read has ended too.
  useEffect(() => {
    if (wasAtWork.current && !isAtWork) ended.current();
    wasAtWork.current = isAtWork;
  }, [isAtWork, id]);

  const follow = useCallback(async (started: string) => {
    const now = await callApi<PublicationRun>(`/gradebook/publication/run?id=${started}`);
    wasAtWork.current = true;
    setRun(now);
  }, []);
  const stop = useCallback(
    async () => id !== undefined && setRun(await callApi('/gradebook/publication/cancel', { id })),
    [id],
  );
  return { run, isAtWork, follow, stop };
}
