'use client';

import { useState } from 'react';

type Props = {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  texts: { show: string; hide: string };
  isNew?: boolean;
  describedBy?: string;
};

/** A password that can be looked at (ASVS 6.2.7 and 6.2.8: shown on request, pasted, filled by managers). */
export function PasswordField({ id, label, value, onChange, texts, isNew = false, describedBy }: Props) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="sign-in__field">
      <label htmlFor={id}>{label}</label>
      <div className="sign-in__password">
        <input
          aria-describedby={describedBy}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          className="dft-input"
          dir="auto"
          id={id}
          maxLength={256}
          name="password"
          onChange={(event) => onChange(event.target.value)}
          required
          type={isShown ? 'text' : 'password'}
          value={value}
        />
        <button
          aria-label={isShown ? texts.hide : texts.show}
          aria-pressed={isShown}
          className="sign-in__eye"
          onClick={() => setShown(!isShown)}
          type="button"
        >
          <svg aria-hidden="true" height="20" viewBox="0 0 24 24" width="20">
            <path
              d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
            />
            <circle cx="12" cy="12" fill="none" r="3" stroke="currentColor" strokeWidth="1.6" />
            {isShown && <path d="M4 20 20 4" stroke="currentColor" strokeWidth="1.6" />}
          </svg>
        </button>
      </div>
    </div>
  );
}
