'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { AddOn } from '../../../marketplace/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ConsentChanges } from './consent-changes.tsx';
import type { LifeTexts } from './life-texts.ts';
import { UpgradeDialog } from './upgrade-dialog.tsx';

type Props = {
  addOn: AddOn;
  install: NonNullable<AddOn['install']>;
  canWrite: boolean;
  language: Language;
  texts: LifeTexts & { cancel: string; offline: string };
  timeZone: string;
  send: (path: string, body: object) => Promise<void>;
};

/** The version a school runs, the one it could run, and the way back. */
export function LifeCard({ addOn, install, canWrite, language, texts, timeZone, send }: Props) {
  const { upgrade, rollback, pluginId } = addOn;
  const [asking, setAsking] = useState<'upgrade' | 'rollback'>();
  const withdrawn = texts.withdrawn[install.versionState];
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="addon-life">
      <h2>{texts.title}</h2>
      <p>
        <Phrase text={texts.running} values={{ version: install.version }} />
      </p>
      {withdrawn !== undefined && (
        <p className="dft-notice dft-notice--warning">
          <span>
            <Phrase
              text={withdrawn}
              values={{ version: install.version, reason: install.versionReason ?? '' }}
            />
          </span>
        </p>
      )}
      {upgrade && (
        <div className="dft-notice dft-stack dft-stack--tight" data-testid="addon-offer">
          <h3>
            <Phrase text={texts.upgradeTitle} values={{ version: upgrade.version }} />
          </h3>
          <ConsentChanges difference={upgrade.difference} {...{ language, texts }} />
          {canWrite && (
            <div className="dft-row">
              <Button
                extraButtonProps={{ 'data-testid': 'addon-upgrade' }}
                onClick={() => setAsking('upgrade')}
              >
                {texts.upgrade}
              </Button>
            </div>
          )}
        </div>
      )}
      {rollback && canWrite && (
        <div className="dft-row">
          <Button
            buttonStyle="secondary"
            extraButtonProps={{ 'data-testid': 'addon-rollback' }}
            onClick={() => setAsking('rollback')}
          >
            {texts.rollback.replace('{version}', `\u2068${rollback.version}\u2069`)}
          </Button>
          <span className="dft-muted">
            <Phrase text={texts.rollbackUntil} values={{ until: formatMoment(rollback.until, timeZone) }} />
          </span>
        </div>
      )}
      {asking === 'upgrade' && upgrade && (
        <UpgradeDialog
          onClose={() => setAsking(undefined)}
          onUpgrade={(body) => send('upgrade', body)}
          {...{ pluginId, upgrade, language, texts }}
        />
      )}
      {asking === 'rollback' && rollback && (
        <AskModal
          button={texts.confirmRollback}
          confirmTestId="addon-rollback-confirm"
          onClose={() => setAsking(undefined)}
          onConfirm={() => send('rollback', {})}
          texts={texts}
          title={<Phrase text={texts.rollbackAsk} values={{ version: rollback.version }} />}
          working={texts.working}
        >
          <p>
            <Phrase text={texts.rollbackText} values={{ at: formatMoment(rollback.dataOf, timeZone) }} />
          </p>
        </AskModal>
      )}
    </section>
  );
}
