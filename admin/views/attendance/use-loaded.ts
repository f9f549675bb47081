'use client';

import { useCallback, useEffect, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';

/** What an address of the API answers, loaded again when the address changes or `reload` is called. */
export function useLoaded<T>(
  path: string,
  offline: string,
): { value: T | undefined; problem: string | undefined; reload: () => void } {
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again.
  useEffect(() => {
    let isCurrent = true;
    callApi<T>(path).then(
      (answer) => {
        if (!isCurrent) return;
        setValue(answer);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (isCurrent) setProblem(problemSentence(error, offline));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [path, offline, attempt]);
  return { value, problem, reload: useCallback(() => setAttempt((now) => now + 1), []) };
}
