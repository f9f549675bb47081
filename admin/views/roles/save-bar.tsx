'use client';

import { Button } from '@payloadcms/ui';
import { counted } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import type { RolesTexts } from './texts.ts';

type SaveBarProps = {
  changes: number;
  busy: boolean;
  saved: boolean;
  problem: string | undefined;
  language: Language;
  texts: RolesTexts;
  onSave: () => void;
  onDiscard: () => void;
};

/** Always in view: how much is unsaved, what the server said, and the button that saves everything at once. */
export function SaveBar({ changes, busy, saved, problem, language, texts, onSave, onDiscard }: SaveBarProps) {
  const status =
    changes > 0 ? counted(texts.unsaved, changes, language) : saved ? texts.saved : texts.noChanges;
  return (
    <div className={`roles__bar${changes > 0 ? ' roles__bar--changed' : ''}`}>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" data-testid="roles-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dft-row dft-row--between">
        <p data-testid="roles-status" role="status">
          {busy ? texts.saving : status}
        </p>
        <div className="dft-row">
          <Button
            buttonStyle="secondary"
            disabled={busy || changes === 0}
            extraButtonProps={{ 'data-testid': 'roles-discard' }}
            onClick={onDiscard}
          >
            {texts.discard}
          </Button>
          <Button
            disabled={busy || changes === 0}
            extraButtonProps={{ 'data-testid': 'roles-save' }}
            onClick={onSave}
          >
            {texts.save}
          </Button>
        </div>
      </div>
    </div>
  );
}
