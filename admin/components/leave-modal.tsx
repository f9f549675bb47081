'use client';

import { Button } from '@payloadcms/ui';
import { Modal, ModalActions } from './modal.tsx';

type LeaveModalProps = {
  texts: Record<'leaveTitle' | 'leaveText' | 'leaveSave' | 'leaveDiscard' | 'stay', string>;
  testId: string;
  onSave: () => void;
  onDiscard: () => void;
  onStay: () => void;
};

/** Asks what to do with unsaved changes before the page shows something else. */
export function LeaveModal({ texts, testId, onSave, onDiscard, onStay }: LeaveModalProps) {
  return (
    <Modal onClose={onStay} testId={testId} title={texts.leaveTitle}>
      <p>{texts.leaveText}</p>
      <ModalActions>
        <Button onClick={onSave}>{texts.leaveSave}</Button>
        <Button buttonStyle="secondary" onClick={onDiscard}>
          {texts.leaveDiscard}
        </Button>
        <Button buttonStyle="subtle" onClick={onStay}>
          {texts.stay}
        </Button>
      </ModalActions>
    </Modal>
  );
}
