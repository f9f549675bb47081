'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { SearchHit } from '../../../core/search/browser.ts';
import { fill } from '../format.ts';
import type { Language } from '../language.ts';
import { hitHref } from './hit-href.ts';
import { SearchHits } from './search-hits.tsx';
import { SEARCH_TEXTS } from './texts.ts';
import { useSearch } from './use-search.ts';

/** One field and the hits below it, as a list that arrows walk through. */
export function SearchDialog({ language, onClose }: { language: Language; onClose: () => void }) {
  const texts = SEARCH_TEXTS[language];
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const router = useRouter();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { query, hits, problem, isSearching } = useSearch(text, texts.offline);

  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer starts at its first hit
  useEffect(() => setChosen(0), [hits]);

  const open = (hit: SearchHit) => {
    onClose();
    router.push(hitHref(hit));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setChosen((now) => (now + step + hits.length) % hits.length);
    }
    const hit = hits[chosen];
    if (event.key === 'Enter' && hit && !isSearching) {
      event.preventDefault();
      open(hit);
    }
  };
  const status = isSearching
    ? texts.searching
    : query === undefined
      ? ''
      : hits.length === 0
        ? fill(texts.nothing, { query: `\u2068${query}\u2069` })
        : fill(texts.found, { count: hits.length });

  return createPortal(
    <dialog
      aria-label={texts.title}
      className="dft-search"
      data-testid="search"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={onKeyDown}
      ref={dialog}
    >
      <div className="dft-search__frame">
        <div className="dft-search__head">
          <input
            aria-activedescendant={hits.length > 0 ? `${id}-${chosen}` : undefined}
            aria-autocomplete="list"
            aria-controls={`${id}-hits`}
            aria-expanded={hits.length > 0}
            aria-label={texts.label}
            autoComplete="off"
            autoFocus
            className="dft-search__field"
            data-testid="search-field"
            dir="auto"
            enterKeyHint="go"
            maxLength={200}
            onChange={(event) => setText(event.target.value)}
            placeholder={texts.label}
            role="combobox"
            spellCheck={false}
            type="text"
            value={text}
          />
          <button className="dft-search__close" onClick={onClose} type="button">
            {texts.close}
          </button>
        </div>
        <p aria-live="polite" className="dft-search__status" role="status">
          {status}
        </p>
        {problem && (
          <p className="dft-search__problem" role="alert">
            {problem}
          </p>
        )}
        {query === undefined && !problem && <p className="dft-search__hint">{texts.hint}</p>}
        <SearchHits
          chosen={chosen}
          hits={hits}
          id={id}
          language={language}
          onOpen={open}
          onPoint={setChosen}
        />
        <p className="dft-search__keys">{texts.keys}</p>
      </div>
    </dialog>,
    document.body,
  );
}
