'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { useWork } from '../../components/use-work.ts';
import type { Books, Draft, DraftHead, VersionHead } from './price-book-api.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';

/** The versions of the price book, the newest first, and the drafts that are being written. */
export function VersionList({ books: start, language }: { books: Books; language: Language }) {
  const texts = PRICE_BOOK_TEXTS[language];
  const [books, setBooks] = useState(start);
  const [leaving, setLeaving] = useState<DraftHead>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const make = (version: number) =>
    work(async () => {
      const title = fill(texts.draftOf, { version });
      const draft = await callApi<Draft>('/console/price-books/draft/create', { title, version });
      window.location.assign(`/admin/price-book/draft/${draft.id}`);
    });
  return (
    <div className="dft-stack">
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <section className="dft-stack dft-stack--tight">
        <h2>{texts.drafts}</h2>
        {books.drafts.length === 0 && <p className="dft-card">{texts.noDrafts}</p>}
        {books.drafts.map((draft) => (
          <article className="dft-card dft-row dft-row--between" data-testid="draft" key={draft.id}>
            <div>
              <h3>
                <a href={`/admin/price-book/draft/${draft.id}`}>
                  <bdi>{draft.title}</bdi>
                </a>
              </h3>
              <p className="dft-muted">
                <Phrase
                  text={texts.changedBy}
                  values={{ who: draft.updatedBy, when: formatMoment(draft.updatedAt, 'UTC') }}
                />
              </p>
            </div>
            <Button buttonStyle="secondary" onClick={() => setLeaving(draft)}>
              {texts.discard}
            </Button>
          </article>
        ))}
      </section>
      <section className="dft-stack dft-stack--tight">
        <h2>{texts.versions}</h2>
        <div className="dft-table-wrap">
          <table className="dft-table dft-table--stack">
            <thead>
              <tr>
                {[texts.version, texts.validFrom, texts.publishedBy, texts.note].map((head) => (
                  <th key={head} scope="col">
                    {head.replace(' {version}', '')}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {books.versions.map((version) => (
                <VersionRow
                  current={books.current}
                  isBusy={isBusy}
                  key={version.version}
                  language={language}
                  onDraft={() => void make(version.version)}
                  version={version}
                />
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {leaving && (
        <AskModal
          button={texts.discard}
          confirmTestId="draft-discard"
          isDangerous
          onClose={() => setLeaving(undefined)}
          onConfirm={async () => {
            await callApi('/console/price-books/draft/delete', { id: leaving.id });
            setBooks(await callApi<Books>('/console/price-books'));
          }}
          texts={texts}
          title={leaving.title}
        >
          <p>{texts.discardAsk}</p>
        </AskModal>
      )}
    </div>
  );
}

type RowProps = {
  version: VersionHead;
  current: number;
  isBusy: boolean;
  language: Language;
  onDraft: () => void;
};

function VersionRow({ version, current, isBusy, language, onDraft }: RowProps) {
  const texts = PRICE_BOOK_TEXTS[language];
  const isNow = version.version === current;
  // The version that the product starts with was written by nobody, so its words are ours to translate.
  const isOwn = version.publishedBy === 'system' && version.version === 1;
  const state = isNow ? texts.now : version.version > current ? texts.coming : texts.past;
  return (
    <tr data-testid={`version-${version.version}`}>
      <th scope="row">
        <a href={`/admin/price-book/version/${version.version}`}>
          {fill(texts.version, { version: version.version })}
        </a>{' '}
        <span className={`dft-badge${isNow ? ' dft-badge--good' : ''}`}>{state}</span>
      </th>
      <td data-label={texts.validFrom}>
        <bdi>{formatMoment(version.validFrom, 'UTC')} UTC</bdi>
      </td>
      <td data-label={texts.publishedBy}>
        <bdi>{isOwn ? texts.bySystem : version.publishedBy}</bdi>
      </td>
      <td data-empty={version.note === ''} data-label={texts.note}>
        <bdi>{isOwn ? texts.firstList : version.note}</bdi>
      </td>
      <td>
        <Button
          buttonStyle="secondary"
          disabled={isBusy}
          extraButtonProps={{ 'data-testid': `draft-of-${version.version}` }}
          onClick={onDraft}
          size="small"
        >
          {texts.newDraft}
        </Button>
      </td>
    </tr>
  );
}
