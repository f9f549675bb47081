import { useEffect, useState } from 'react';
import type { SearchHit } from '../../../core/search/browser.ts';
import { callApi, problemSentence } from '../call-api.ts';

// While somebody types, one question for several letters.
const PAUSE_MS = 120;

export type SearchState = {
  /** What the hits are for; undefined before the first answer. */
  query: string | undefined;
  hits: SearchHit[];
  problem: string | undefined;
  isSearching: boolean;
};

const EMPTY: SearchState = { query: undefined, hits: [], problem: undefined, isSearching: false };

/** The hits for a text as it is typed; an answer that comes after a newer question is dropped. */
export function useSearch(text: string, offline: string): SearchState {
  const [state, setState] = useState<SearchState>(EMPTY);
  const query = text.trim();
  useEffect(() => {
    if (query === '') {
      setState(EMPTY);
      return;
    }
    let isOld = false;
    setState((known) => ({ ...known, isSearching: true }));
    const timer = setTimeout(() => {
      callApi<{ hits: SearchHit[] }>(`/search?q=${encodeURIComponent(query)}`)
        .then(({ hits }) => {
          if (!isOld) setState({ query, hits, problem: undefined, isSearching: false });
        })
        .catch((error: unknown) => {
          if (!isOld) setState({ ...EMPTY, problem: problemSentence(error, offline) });
        });
    }, PAUSE_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [query, offline]);
  return state;
}
