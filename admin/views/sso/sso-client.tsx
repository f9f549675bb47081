'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { SsoOverview } from '../../../core/identity/index.ts';
import type { FeatureLock } from '../../../core/tenancy/index.ts';
import type { Language } from '../../components/language.ts';
import { LockedFeature } from '../../components/locked-feature.tsx';
import { ConnectionDetail } from './connection-detail.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { StateBadges } from './state-badges.tsx';
import { SSO_TEXTS } from './texts.ts';
import './sso.css';

type Props = {
  start: SsoOverview;
  canWrite: boolean;
  language: Language;
  /** Why nobody can sign in this way; undefined when the school may use it. */
  lock: FeatureLock | undefined;
  timeZone: string;
  /** The code of the connection that is open at first. */
  open: string | undefined;
  /** The ticket of a test that has just ended. */
  ticket: string | undefined;
};

/** The page in the browser: the list, one connection, or the form of a new one. */
export function SsoClient({ start, canWrite, language, lock, timeZone, open, ticket }: Props) {
  const texts = SSO_TEXTS[language];
  const [overview, setOverview] = useState(start);
  const [place, setPlace] = useState<{ code?: string; isNew?: boolean }>({ code: open });
  const connection = overview.connections.find(({ code }) => code === place.code);
  const show = (code: string | undefined) => {
    setPlace({ code });
    window.history.replaceState(
      null,
      '',
      code === undefined ? '/admin/sso' : `/admin/sso?connection=${encodeURIComponent(code)}`,
    );
  };
  return (
    <div className="dft-stack">
      {lock && <LockedFeature language={language} lock={lock} note={texts.plan} />}
      {(connection || place.isNew) && (
        <div className="dft-row">
          <Button buttonStyle="secondary" onClick={() => show(undefined)} size="small">
            {texts.back}
          </Button>
        </div>
      )}
      {connection && (
        <ConnectionDetail
          canWrite={canWrite}
          key={connection.code}
          onChange={setOverview}
          onRemoved={() => show(undefined)}
          {...{ connection, language, overview, ticket, timeZone }}
        />
      )}
      {place.isNew && (
        <section className="dft-card dft-stack">
          <h2>{texts.add}</h2>
          <ConnectionForm
            onSaved={(next, code) => {
              setOverview(next);
              show(code);
            }}
            {...{ language, overview }}
          />
        </section>
      )}
      {!connection && !place.isNew && (
        <ConnectionList
          onOpen={show}
          {...{ overview, texts }}
          add={
            canWrite &&
            overview.inPlan && (
              <Button
                extraButtonProps={{ 'data-testid': 'sso-add' }}
                onClick={() => setPlace({ isNew: true })}
                size="medium"
              >
                {texts.add}
              </Button>
            )
          }
        />
      )}
    </div>
  );
}

type ListProps = {
  overview: SsoOverview;
  texts: (typeof SSO_TEXTS)[Language];
  onOpen: (code: string) => void;
  add: React.ReactNode;
};

function ConnectionList({ overview, texts, onOpen, add }: ListProps) {
  return (
    <>
      {overview.connections.length === 0 ? (
        <p className="dft-card" data-testid="sso-none">
          {texts.none}
        </p>
      ) : (
        <ul className="sso__list">
          {overview.connections.map((connection) => (
            <li className="dft-card sso__item" key={connection.id}>
              <div className="dft-stack dft-stack--tight">
                <h2>
                  <bdi>{connection.name}</bdi>
                </h2>
                <p className="dft-muted">
                  {texts.protocols[connection.protocol]} · <bdi>{connection.issuer}</bdi>
                </p>
                <StateBadges connection={connection} texts={texts} />
              </div>
              <Button
                buttonStyle="secondary"
                extraButtonProps={{ 'data-testid': `sso-open-${connection.code}` }}
                onClick={() => onOpen(connection.code)}
                size="small"
              >
                {texts.open}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="dft-row">{add}</div>
    </>
  );
}
