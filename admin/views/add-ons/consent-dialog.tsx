'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useRef, useState } from 'react';
import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import { problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { PermissionList } from './permission-list.tsx';
import type { AddOnTexts } from './texts.ts';

type Props = {
  manifest: PluginManifest;
  language: Language;
  texts: AddOnTexts;
  onAccept: () => Promise<void>;
  onClose: () => void;
};

/** Shows everything an add-on asks for; nothing is installed before it is accepted here. */
export function ConsentDialog({ manifest, language, texts, onAccept, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => dialog.current?.showModal(), []);

  const accept = async () => {
    setSending(true);
    setProblem(undefined);
    try {
      await onAccept();
      onClose();
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
      setSending(false);
    }
  };

  return (
    <dialog aria-labelledby="consent-title" className="add-ons__dialog" onClose={onClose} ref={dialog}>
      <div className="dft-stack">
        <div className="dft-stack dft-stack--tight">
          <h2 id="consent-title">
            <Phrase text={texts.consentTitle} values={{ name: manifest.name[language] }} />
          </h2>
          <p className="dft-muted">{texts.consentLead}</p>
        </div>
        <PermissionList {...{ language, manifest, texts }} />
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
        <div className="dft-row add-ons__actions">
          <Button
            disabled={isSending}
            extraButtonProps={{ 'data-testid': 'addon-accept' }}
            onClick={() => void accept()}
          >
            {isSending ? texts.accepting : texts.accept}
          </Button>
          <Button buttonStyle="secondary" onClick={() => dialog.current?.close()}>
            {texts.cancel}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
