'use client';

import { useEffect, useState } from 'react';
import type { AddOn, UpgradePlan } from '../../../marketplace/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ConsentChanges } from './consent-changes.tsx';
import type { LifeTexts } from './life-texts.ts';

type Props = {
  pluginId: string;
  upgrade: NonNullable<AddOn['upgrade']>;
  language: Language;
  texts: LifeTexts & { cancel: string; offline: string };
  onUpgrade: (body: { version: string; consent?: string }) => Promise<void>;
  onClose: () => void;
};

/** Shows what an upgrade asks for and what it does to the data, tried on a copy, before anything happens. */
export function UpgradeDialog({ pluginId, upgrade, language, texts, onUpgrade, onClose }: Props) {
  const { version, difference, consent } = upgrade;
  const [plan, setPlan] = useState<UpgradePlan>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    callApi<UpgradePlan>('/add-ons/upgrade/preview', { pluginId, version })
      .then(setPlan)
      .catch((error: unknown) => setProblem(problemSentence(error, texts.offline)));
  }, [pluginId, version, texts.offline]);

  return (
    <AskModal
      button={difference.needsConsent ? texts.acceptUpgrade : texts.confirmUpgrade}
      confirmTestId="addon-upgrade-confirm"
      onClose={onClose}
      onConfirm={() => onUpgrade({ version, ...(difference.needsConsent ? { consent } : {}) })}
      size="wide"
      testId="addon-upgrade-dialog"
      texts={texts}
      title={<Phrase text={texts.upgradeAsk} values={{ version }} />}
      working={texts.upgrading}
    >
      <ConsentChanges {...{ difference, language, texts }} />
      {problem !== undefined && (
        <p className="dft-notice dft-notice--warning" role="alert">
          {problem}
        </p>
      )}
      {!plan && problem === undefined && (
        <p aria-live="polite" className="dft-muted">
          {texts.checking}
        </p>
      )}
      {plan && <DataReport plan={plan} texts={texts} />}
      <p className="dft-muted">{texts.undoHint}</p>
    </AskModal>
  );
}

function DataReport({ plan, texts }: { plan: UpgradePlan; texts: LifeTexts }) {
  const { report } = plan;
  if (report.ran.length === 0) return <p>{texts.keepsData}</p>;
  const rows = [[texts.values, report.kv] as const, ...Object.entries(report.records)];
  return (
    <div className="dft-stack dft-stack--tight" data-testid="addon-data-report">
      <p>{texts.changesData}</p>
      <div className="dft-table-wrap">
        <table className="dft-table">
          <thead>
            <tr>
              <th scope="col">{texts.place}</th>
              {[texts.before, texts.added, texts.changed, texts.removed, texts.after].map((name) => (
                <th className="dft-number" key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, counts]) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                {(['before', 'added', 'changed', 'removed', 'after'] as const).map((count) => (
                  <td className="dft-number" key={count}>
                    {formatCount(counts[count])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {report.settings.length > 0 && (
        <p>
          <Phrase text={texts.settingsChange} values={{ names: report.settings.join(', ') }} />
        </p>
      )}
    </div>
  );
}
