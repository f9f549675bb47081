'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useRef } from 'react';
import type { RegisterTexts } from './texts.ts';

type LeaveDialogProps = {
  texts: RegisterTexts;
  onSave: () => void;
  onDiscard: () => void;
  onStay: () => void;
};

/** Asks what to do with unsaved marks before the page shows something else. */
export function LeaveDialog({ texts, onSave, onDiscard, onStay }: LeaveDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      aria-labelledby="register-leave-title"
      className="register__dialog"
      data-testid="register-leave"
      onCancel={(event) => {
        event.preventDefault();
        onStay();
      }}
      ref={dialog}
    >
      <h2 id="register-leave-title">{texts.leaveTitle}</h2>
      <p>{texts.leaveText}</p>
      <div className="register__dialog-actions">
        <Button buttonStyle="primary" margin={false} onClick={onSave}>
          {texts.leaveSave}
        </Button>
        <Button buttonStyle="secondary" margin={false} onClick={onDiscard}>
          {texts.leaveDiscard}
        </Button>
        <Button buttonStyle="subtle" margin={false} onClick={onStay}>
          {texts.stay}
        </Button>
      </div>
    </dialog>
  );
}
