'use client';

import { useState } from 'react';
import type { Releases } from '../../../marketplace/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { RolloutCard } from './rollout-card.tsx';
import { RELEASES_TEXTS } from './texts.ts';
import { VersionTable } from './version-table.tsx';
import './releases.css';

/** What is about to be done, and to what. */
export type Deed = {
  action: 'deprecate' | 'yank' | 'revoke' | 'pause' | 'resume' | 'roll_back';
  path: '/console/releases/state' | '/console/releases/rollout';
  body: object;
  name: string;
  version: string;
};

const DANGEROUS: ReadonlySet<string> = new Set(['yank', 'revoke', 'roll_back']);

/** Versions and rollouts in the browser; every action is asked for with a reason. */
export function ReleasesClient({ language, start }: { language: Language; start: Releases }) {
  const texts = RELEASES_TEXTS[language];
  const [releases, setReleases] = useState(start);
  const [deed, setDeed] = useState<Deed>();
  const [reason, setReason] = useState('');
  const ask = (next: Deed) => {
    setReason('');
    setDeed(next);
  };
  const { plugins, rollouts, ledger, ledgerBreak } = releases;
  return (
    <div className="dft-stack">
      <section className="dft-stack dft-stack--tight" data-testid="rollouts">
        <h2>{texts.rollouts}</h2>
        {rollouts.length === 0 && <p className="dft-card">{texts.noRollouts}</p>}
        {rollouts.map((rollout) => (
          <RolloutCard key={rollout.id} onAsk={ask} {...{ rollout, language, texts }} />
        ))}
      </section>
      <section className="dft-stack dft-stack--tight">
        <h2>{texts.addOns}</h2>
        {plugins.map((plugin) => (
          <VersionTable key={plugin.pluginId} onAsk={ask} {...{ plugin, language, texts }} />
        ))}
      </section>
      <LedgerTable {...{ ledger, ledgerBreak, texts }} />
      {deed && (
        <AskModal
          button={texts[deed.action]}
          confirmTestId="release-confirm"
          isDangerous={DANGEROUS.has(deed.action)}
          onClose={() => setDeed(undefined)}
          onConfirm={async () =>
            setReleases(await callApi<Releases>(deed.path, { ...deed.body, action: deed.action, reason }))
          }
          texts={texts}
          title={
            <Phrase
              text={texts.askTitle}
              values={{ action: texts[deed.action], name: deed.name, version: deed.version }}
            />
          }
          working={texts.working}
        >
          <p>{texts.ask[deed.action]}</p>
          <label className="releases__reason">
            <span>{texts.reasonLabel}</span>
            <input
              className="dft-input"
              data-testid="release-reason"
              dir="auto"
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
              value={reason}
            />
          </label>
        </AskModal>
      )}
    </div>
  );
}
