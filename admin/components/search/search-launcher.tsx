'use client';

import { useEffect, useState } from 'react';
import type { Language } from '../language.ts';
import { SearchDialog } from './search-dialog.tsx';
import { SEARCH_TEXTS } from './texts.ts';
import './search.css';

/** The button in the head of the page; "/" and Ctrl+K open the same. */
export function SearchLauncher({ language }: { language: Language }) {
  const texts = SEARCH_TEXTS[language];
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !isWriting(event.target);
      if (!isCommand && !isSlash) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return (
    <>
      <button
        aria-haspopup="dialog"
        aria-keyshortcuts="/ Control+K"
        className="dft-search-open"
        data-testid="search-open"
        onClick={() => setOpen(true)}
        type="button"
      >
        <svg aria-hidden="true" height="18" viewBox="0 0 20 20" width="18">
          <circle cx="8.5" cy="8.5" fill="none" r="5.5" stroke="currentColor" strokeWidth="1.8" />
          <path d="m13 13 5 5" stroke="currentColor" strokeLinecap="round" strokeWidth="1.8" />
        </svg>
        <span className="dft-search-open__text">{texts.open}</span>
        <kbd className="dft-search-open__key">/</kbd>
      </button>
      {isOpen && <SearchDialog language={language} onClose={() => setOpen(false)} />}
    </>
  );
}

// A slash that somebody writes into a field is a slash.
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"]') !== null)
  );
}
