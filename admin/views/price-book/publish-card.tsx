'use client';

import { type FormEvent, useState } from 'react';
import type { PriceBookContent } from '../../../core/billing/browser.ts';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { useWork } from '../../components/use-work.ts';
import { DifferenceList } from './difference-list.tsx';
import type { FeatureWords } from './form/entry-form.tsx';
import type { Draft, Version, VersionHead } from './price-book-api.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';

type Props = {
  draft: Draft;
  content: PriceBookContent;
  version: Version;
  features: FeatureWords;
  isChanged: boolean;
  language: Language;
};

/** The last step of a draft: from when it counts, the sentences with that day, and a typed word before it is for ever. */
export function PublishCard({ draft, content, version, features, isChanged, language }: Props) {
  const texts = PRICE_BOOK_TEXTS[language];
  const [from, setFrom] = useState('');
  const [typed, setTyped] = useState('');
  const { isBusy, problem, work } = useWork(texts.offline);
  const validFrom = from === '' ? undefined : new Date(`${from}:00Z`);
  const publish = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      const { id, revision } = draft;
      const made = await callApi<VersionHead>('/console/price-books/publish', {
        id,
        revision,
        ...(validFrom ? { validFrom: validFrom.toISOString() } : {}),
      });
      window.location.assign(`/admin/price-book/version/${made.version}`);
    });
  };
  return (
    <div className="dft-stack">
      <DifferenceList {...{ content, features, language, version, validFrom }} />
      <form className="dft-card dft-stack" onSubmit={publish}>
        <p>{texts.publishLead}</p>
        {isChanged && <p className="dft-notice dft-notice--warning">{texts.saveFirst}</p>}
        <div className="price-book__fields">
          <label className="price-book__field">
            {texts.publishAt}
            <input
              className="dft-input"
              data-testid="publish-from"
              dir="ltr"
              onChange={(event) => setFrom(event.target.value)}
              required
              type="datetime-local"
              value={from}
            />
          </label>
          <label className="price-book__field">
            <span>
              <Phrase text={texts.publishConfirm} values={{ word: <strong>{draft.title}</strong> }} />
            </span>
            <input
              autoComplete="off"
              className="dft-input"
              data-testid="publish-word"
              dir="auto"
              onChange={(event) => setTyped(event.target.value)}
              value={typed}
            />
          </label>
        </div>
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
        <div className="dft-row">
          <button
            className="price-book__button price-book__button--main"
            data-testid="publish"
            disabled={isBusy || isChanged || validFrom === undefined || typed.trim() !== draft.title.trim()}
            type="submit"
          >
            {isBusy ? texts.publishing : texts.publish}
          </button>
        </div>
      </form>
    </div>
  );
}
