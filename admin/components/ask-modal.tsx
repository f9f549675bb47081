'use client';

import { Button } from '@payloadcms/ui';
import { type ReactNode, useState } from 'react';
import { problemSentence } from './call-api.ts';
import { Modal, ModalActions } from './modal.tsx';

type AskModalProps = {
  title: ReactNode;
  button: string;
  /** On the button while the deed is done; as before without it. */
  working?: string;
  testId?: string;
  confirmTestId: string;
  size?: 'medium' | 'wide';
  isDangerous?: boolean;
  /** False while what is asked about is still being loaded. */
  isReady?: boolean;
  texts: { cancel: string; offline: string };
  children: ReactNode;
  onConfirm: () => Promise<void>;
  onClose: () => void;
};

/** Asks before something is done. Closes after the deed; says why when it failed. */
export function AskModal(props: AskModalProps) {
  const { title, button, working, testId, confirmTestId, size, isDangerous = false, texts, children } = props;
  const { isReady = true, onConfirm, onClose } = props;
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();

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
    <Modal onClose={onClose} title={title} {...(testId ? { testId } : {})} {...(size ? { size } : {})}>
      {children}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <ModalActions>
        <Button
          className={isDangerous ? 'dft-modal__danger' : ''}
          disabled={isSending || !isReady}
          extraButtonProps={{ 'data-testid': confirmTestId }}
          onClick={() => void confirm()}
        >
          {isSending && working ? working : button}
        </Button>
        <Button buttonStyle="secondary" onClick={onClose}>
          {texts.cancel}
        </Button>
      </ModalActions>
    </Modal>
  );
}
