'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { AddOn } from '../../../marketplace/index.ts';
import { AskModal } from '../../components/ask-modal.tsx';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { LifeTexts } from './life-texts.ts';

type Texts = LifeTexts & { cancel: string; offline: string };
type Props = {
  addOn: AddOn;
  name: string;
  texts: Texts;
  timeZone: string;
  send: (path: string, body: object) => Promise<void>;
};

/** Taking the data along, removing the add-on, and taking that back. */
export function LeaveCard({ addOn, name, texts, timeZone, send }: Props) {
  const { pluginId, install } = addOn;
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState<'export' | 'take-back'>();
  const [problem, setProblem] = useState<string>();

  const act = async (what: 'export' | 'take-back', work: () => Promise<void>) => {
    setBusy(what);
    setProblem(undefined);
    await work().catch((error: unknown) => setProblem(problemSentence(error, texts.offline)));
    setBusy(undefined);
  };
  const download = async () => {
    const { url } = await callApi<{ url: string }>('/add-ons/export', { pluginId });
    window.location.assign(url);
  };

  if (!install) return null;
  const isLeaving = install.state === 'uninstalling';
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="addon-leave">
      <h2>{texts.leaveTitle}</h2>
      {isLeaving && (
        <p className="dft-notice dft-notice--warning">
          <span>
            <Phrase
              text={texts.uninstalling}
              values={{ date: install.purgeAt ? formatMoment(install.purgeAt, timeZone) : '' }}
            />
          </span>
        </p>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <p className="dft-muted">{texts.exportHelp}</p>
      <div className="dft-row">
        {isLeaving && (
          <Button
            disabled={busy !== undefined}
            extraButtonProps={{ 'data-testid': 'addon-take-back' }}
            onClick={() => void act('take-back', () => send('take-back', {}))}
          >
            {texts.takeBack}
          </Button>
        )}
        <Button
          buttonStyle="secondary"
          disabled={busy !== undefined}
          extraButtonProps={{ 'data-testid': 'addon-export' }}
          onClick={() => void act('export', download)}
        >
          {busy === 'export' ? texts.exporting : texts.export}
        </Button>
        {!isLeaving && (
          <Button
            buttonStyle="secondary"
            extraButtonProps={{ 'data-testid': 'addon-uninstall' }}
            onClick={() => setAsking(true)}
          >
            {texts.uninstall}
          </Button>
        )}
      </div>
      {isAsking && (
        <AskModal
          button={texts.confirmUninstall}
          confirmTestId="addon-uninstall-confirm"
          isDangerous
          onClose={() => setAsking(false)}
          onConfirm={() => send('uninstall', {})}
          texts={texts}
          title={<Phrase text={texts.uninstallAsk} values={{ name }} />}
          working={texts.working}
        >
          <p>{texts.uninstallText}</p>
        </AskModal>
      )}
    </section>
  );
}

/** Proofs of what was deleted, also of an add-on that the school does not have any more. */
export function CertificateList({
  addOn,
  texts,
  timeZone,
}: {
  addOn: AddOn;
  texts: Texts;
  timeZone: string;
}) {
  const [problem, setProblem] = useState<string>();
  const download = async (id: string) => {
    setProblem(undefined);
    try {
      const signed = await callApi<object>(`/add-ons/certificate?id=${id}`);
      const url = URL.createObjectURL(
        new Blob([JSON.stringify(signed, null, 2)], { type: 'application/json' }),
      );
      const link = document.createElement('a');
      link.href = url;
      link.download = `deletion-${addOn.pluginId}-${id.slice(0, 8)}.json`;
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
    }
  };
  if (addOn.certificates.length === 0) return null;
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="addon-certificates">
      <h2>{texts.certificates}</h2>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <ul className="add-ons__list add-ons__list--tight">
        {addOn.certificates.map(({ id, deletedAt }) => (
          <li className="dft-row dft-row--between" key={id}>
            <span>
              <Phrase text={texts.certificate} values={{ date: formatMoment(deletedAt, timeZone) }} />
            </span>
            <Button buttonStyle="secondary" onClick={() => void download(id)} size="small">
              {texts.downloadCertificate}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
