'use client';

import { Button } from '@payloadcms/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { problemSentence } from '../../components/call-api.ts';
import type { ApiKeyTexts } from './texts.ts';

type Props = {
  title: ReactNode;
  button: string;
  isDangerous?: boolean;
  texts: ApiKeyTexts;
  children: ReactNode;
  onConfirm: () => Promise<void>;
  onClose: () => void;
};

/** Asks before something that cannot be undone. Closes after the deed; says why when it failed. */
export function AskDialog({
  title,
  button,
  isDangerous = false,
  texts,
  children,
  onConfirm,
  onClose,
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => dialog.current?.showModal(), []);

  const confirm = async () => {
    setSending(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
      setSending(false);
    }
  };

  return (
    <dialog aria-labelledby="key-dialog-title" className="api-keys__dialog" onClose={onClose} ref={dialog}>
      <div className="dft-stack">
        <h2 id="key-dialog-title">{title}</h2>
        {children}
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
        <div className="dft-row">
          <Button
            className={isDangerous ? 'api-keys__danger api-keys__danger--full' : ''}
            disabled={isSending}
            extraButtonProps={{ 'data-testid': 'key-confirm' }}
            onClick={() => void confirm()}
          >
            {button}
          </Button>
          <Button buttonStyle="secondary" onClick={() => dialog.current?.close()}>
            {texts.cancel}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
