'use client';

import { useState } from 'react';
import type { SettingsPage } from '../../../core/administration/index.ts';
import type { FeatureLock } from '../../../core/tenancy/index.ts';
import type { Language } from '../../components/language.ts';
import { LockedFeature } from '../../components/locked-feature.tsx';
import type { Send } from './settings-client.tsx';
import type { SettingsTexts } from './texts.ts';

type Props = {
  page: SettingsPage;
  texts: SettingsTexts;
  send: Send;
  locked: boolean;
  language: Language;
  lock: FeatureLock | undefined;
};

/** The school's own domain: claimed, proved by a DNS record, given up. */
export function DomainCard({ page, texts, send, locked, language, lock }: Props) {
  const { domain } = page;
  const [typed, setTyped] = useState(domain?.domain ?? '');
  return (
    <section className="dft-card dft-stack" data-testid="settings-domain">
      <h2>{texts.domain}</h2>
      {lock && <LockedFeature language={language} lock={lock} />}
      {page.features.customDomain && (
        <form
          className="dft-row schools__filters"
          onSubmit={(event) => {
            event.preventDefault();
            void send('/settings/domain', { domain: typed });
          }}
        >
          <label>
            {texts.domainLabel}
            <input
              className="dft-input"
              dir="ltr"
              disabled={locked}
              onChange={(event) => setTyped(event.target.value)}
              required
              value={typed}
            />
          </label>
          <button className="schools__button schools__button--main" disabled={locked} type="submit">
            {texts.claim}
          </button>
        </form>
      )}
      {domain && (
        <>
          <p>
            <bdi>{domain.domain}</bdi>: {domain.verified ? texts.proved : texts.unproved}
          </p>
          {domain.failingSince && <p className="dft-notice dft-notice--warning">{texts.failing}</p>}
          <p className="dft-muted">{texts.recordLead}</p>
          <div className="settings__record">
            <span>
              {texts.recordName}: <code dir="ltr">{domain.record.name}</code>
            </span>
            <span>
              {texts.recordValue}: <code dir="ltr">{domain.record.value}</code>
            </span>
          </div>
          <div className="dft-row">
            <button
              className="schools__button"
              disabled={locked}
              onClick={() => void send('/settings/domain/check', {})}
              type="button"
            >
              {texts.check}
            </button>
            <button
              className="schools__button schools__button--danger"
              disabled={locked}
              onClick={() => void send('/settings/domain/remove', {})}
              type="button"
            >
              {texts.removeDomain}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
