'use client';

import { type FormEvent, useState } from 'react';
import { formatMoney } from '../../../components/format-money.ts';
import { formatMoment } from '../../../components/language.ts';
import { useWork } from '../../../components/use-work.ts';
import { QuoteBadge } from '../../quotes/quote-badge.tsx';
import type { AccountProps } from './account-section.tsx';
import { ACCOUNT_TEXTS } from './texts.ts';

/** Quotes for the school, and what staff wrote about it. */
export function NoteList({ account, schoolId, timeZone, language, onDo }: AccountProps) {
  const texts = ACCOUNT_TEXTS[language];
  const [body, setBody] = useState('');
  const { isBusy, problem, work } = useWork(texts.offline);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      await onDo('/console/account/note', { id: schoolId, body });
      setBody('');
    });
  };
  return (
    <>
      <section className="dft-card dft-stack dft-stack--tight">
        <div className="dft-row dft-row--between">
          <h2>{texts.quotes}</h2>
          <a href={`/admin/quotes/new?school=${schoolId}`}>{texts.newQuote}</a>
        </div>
        {account.quotes.length === 0 && <p className="dft-muted">{texts.noQuotes}</p>}
        {account.quotes.map((quote) => (
          <p className="dft-row" key={quote.id}>
            <a href={`/admin/quotes/${quote.id}`}>
              <bdi>{quote.number}</bdi>
            </a>
            <QuoteBadge language={language} state={quote.state} />
            <span>
              {formatMoney(quote.totalCents, language)} {texts.cycles[quote.cycle]}
            </span>
          </p>
        ))}
      </section>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.notes}</h2>
        <p className="dft-muted">{texts.notesHint}</p>
        {account.notes.length === 0 && <p className="dft-muted">{texts.noNotes}</p>}
        {account.notes.map((note) => (
          <article className="account__note" key={note.id}>
            <p className="dft-break" dir="auto">
              {note.body}
            </p>
            <p className="dft-muted">
              <bdi>{note.author}</bdi> · <bdi>{formatMoment(note.createdAt, timeZone)}</bdi>
            </p>
          </article>
        ))}
        <form className="dft-stack dft-stack--tight" onSubmit={send}>
          <label>
            {texts.note}
            <textarea
              className="dft-input"
              data-testid="note-body"
              dir="auto"
              maxLength={4000}
              onChange={(event) => setBody(event.target.value)}
              rows={3}
              value={body}
            />
          </label>
          {problem !== undefined && (
            <p className="dft-notice dft-notice--error" role="alert">
              {problem}
            </p>
          )}
          <div className="dft-row">
            <button className="schools__button" disabled={isBusy || body.trim() === ''} type="submit">
              {texts.addNote}
            </button>
          </div>
        </form>
      </section>
    </>
  );
}
