'use client';

import { Button, toast } from '@payloadcms/ui';
import { useState } from 'react';
import type { PanelNote } from '../../../core/communication/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatDay } from '../../components/format.ts';
import { NOTE_TEXTS } from './note-texts.ts';

type NotesCardProps = { notes: PanelNote[]; language: Language; timeZone: string };

/** What add-ons want the people of a role to know, until each of them has read it. */
export function NotesCard({ notes: first, language, timeZone }: NotesCardProps) {
  const texts = NOTE_TEXTS[language];
  const [notes, setNotes] = useState(first);
  const [isBusy, setBusy] = useState(false);
  if (notes.length === 0) return null;

  const markRead = async (ids: string[]) => {
    setBusy(true);
    try {
      await callApi('/notes/read', { ids });
      setNotes((known) => known.filter(({ id }) => !ids.includes(id)));
    } catch (error) {
      toast.error(problemSentence(error, texts.offline));
    }
    setBusy(false);
  };

  return (
    <section aria-labelledby="notes" className="panel notes" data-testid="notes">
      <header className="notes__head">
        <h2 id="notes">{texts.title}</h2>
        {notes.length > 1 && (
          <Button
            buttonStyle="secondary"
            disabled={isBusy}
            margin={false}
            onClick={() => void markRead(notes.map(({ id }) => id))}
            size="small"
          >
            {texts.allRead}
          </Button>
        )}
      </header>
      <ul className="notes__list">
        {notes.map((note) => (
          <li className="notes__item" data-testid="note" key={note.id}>
            <h3 className="notes__title">
              <bdi>{note.title[language]}</bdi>
            </h3>
            <p className="notes__text" dir="auto">
              {note.text[language]}
            </p>
            <p className="notes__from">
              <bdi>{note.from[language]}</bdi> · {formatDay(note.at, language, timeZone)}
            </p>
            <div className="notes__actions">
              {note.href && (
                <a className="notes__link" href={note.href}>
                  {texts.open}
                </a>
              )}
              <Button
                buttonStyle="secondary"
                disabled={isBusy}
                extraButtonProps={{ 'data-testid': 'note-read' }}
                margin={false}
                onClick={() => void markRead([note.id])}
                size="small"
              >
                {texts.read}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
