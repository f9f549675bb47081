'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useId, useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { REGISTER_TEXTS } from './texts.ts';

type ReasonModalProps = {
  language: Language;
  onSave: (reason: string) => Promise<void>;
  onClose: () => void;
};

/** Asks why saved marks of an earlier day change, and saves with the answer. */
export function ReasonModal({ language, onSave, onClose }: ReasonModalProps) {
  const texts = REGISTER_TEXTS[language];
  const id = useId();
  const [reason, setReason] = useState('');
  const [isSaving, setSaving] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return;
    setSaving(true);
    await onSave(reason.trim());
    setSaving(false);
  };
  return (
    <Modal onClose={onClose} testId="register-reason-modal" title={texts.reasonTitle}>
      <form className="dft-stack" onSubmit={(event) => void send(event)}>
        <p>{texts.reasonText}</p>
        <label className="dft-stack dft-stack--tight" htmlFor={id}>
          {texts.reasonLabel}
          <textarea
            className="dft-input"
            data-testid="register-reason"
            dir="auto"
            id={id}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
            required
            rows={3}
            value={reason}
          />
        </label>
        <ModalActions>
          <Button
            disabled={isSaving || reason.trim() === ''}
            extraButtonProps={{ 'data-testid': 'register-reason-save' }}
            type="submit"
          >
            {texts.reasonSave}
          </Button>
          <Button buttonStyle="secondary" onClick={onClose}>
            {texts.cancel}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
