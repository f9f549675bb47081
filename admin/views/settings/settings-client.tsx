'use client';

import { useState } from 'react';
import type { SettingsPage } from '../../../core/administration/index.ts';
import type { FeatureLock } from '../../../core/tenancy/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { DomainCard } from './domain-card.tsx';
import { GeneralCard } from './general-card.tsx';
import { LooksCard } from './looks-card.tsx';
import { SETTINGS_TEXTS } from './texts.ts';
import '../schools/schools.css';
import './settings.css';

type Props = {
  start: SettingsPage;
  zones: { code: string; name: string }[];
  language: Language;
  /** Why the school has no looks or domain of its own; undefined where it has. */
  locks: { looks: FeatureLock | undefined; domain: FeatureLock | undefined };
  mayWrite: boolean;
};

/** Sends a change of a card; answers whether it was saved. */
export type Send = (path: string, body: unknown) => Promise<boolean>;

/** The settings page in the browser: three cards that save each for itself. */
export function SettingsClient({ start, zones, language, locks, mayWrite }: Props) {
  const texts = SETTINGS_TEXTS[language];
  const [page, setPage] = useState(start);
  const [note, setNote] = useState<{ good: boolean; text: string }>();
  const [busy, setBusy] = useState(false);

  const send: Send = async (path, body) => {
    setBusy(true);
    setNote(undefined);
    try {
      await callApi(path, body);
      setPage(await callApi<SettingsPage>('/settings'));
      setNote({ good: true, text: texts.saved });
      return true;
    } catch (error) {
      setNote({ good: false, text: problemSentence(error, texts.offline) });
      return false;
    } finally {
      setBusy(false);
    }
  };
  const shared = { page, texts, send, locked: busy || !mayWrite };
  return (
    <div className="dft-stack">
      <GeneralCard {...shared} zones={zones} />
      <LooksCard {...shared} language={language} lock={locks.looks} />
      <DomainCard {...shared} language={language} lock={locks.domain} />
      {note && (
        <p
          className={`dft-notice settings__note dft-notice--${note.good ? 'good' : 'error'}`}
          data-testid="settings-note"
          role={note.good ? 'status' : 'alert'}
        >
          {note.text}
        </p>
      )}
    </div>
  );
}
