import { useState } from 'react';
import { problemSentence } from './call-api.ts';

/**
 * For what a page asks the server: `work` runs it and never rejects; meanwhile the page is busy, and afterwards it has the
 * sentence of what went wrong, if anything did.
 */
export function useWork(offline: string): {
  isBusy: boolean;
  problem: string | undefined;
  work: (load: () => Promise<void>) => Promise<void>;
} {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const work = async (load: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await load();
    } catch (error) {
      setProblem(problemSentence(error, offline));
    }
    setBusy(false);
  };
  return { isBusy, problem, work };
}
