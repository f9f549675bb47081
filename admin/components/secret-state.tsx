'use client';

import type { FormTexts } from './form-texts.ts';

type Props = {
  isRemoved: boolean;
  isRequired: boolean;
  readOnly: boolean;
  texts: FormTexts;
  onChange: (isRemoved: boolean) => void;
};

/** Says that a secret has a value, which nobody is shown, and lets it be removed. */
export function SecretState({ isRemoved, isRequired, readOnly, texts, onChange }: Props) {
  return (
    <p className="dft-row settings-form__secret">
      <span className={`dft-badge ${isRemoved ? 'dft-badge--warning' : 'dft-badge--good'}`}>
        {isRemoved ? texts.secretRemoved : texts.secretSet}
      </span>
      {!readOnly && !isRequired && (
        <button className="settings-form__link" onClick={() => onChange(!isRemoved)} type="button">
          {isRemoved ? texts.secretUndo : texts.secretRemove}
        </button>
      )}
      {!isRemoved && <span className="dft-muted">{texts.secretKept}</span>}
    </p>
  );
}
