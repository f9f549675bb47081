'use client';

import { useState } from 'react';
import type { Language } from '../../components/language.ts';
import { SIGN_IN_TEXTS } from './texts.ts';

type Props = { codes: string[]; language: Language; onKept: () => void };

/** The recovery codes, shown once. */
export function RecoveryCodes({ codes, language, onKept }: Props) {
  const texts = SIGN_IN_TEXTS[language];
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <div className="dft-stack sign-in__form" data-testid="recovery-codes">
      <h2>{texts.codesTitle}</h2>
      <p className="dft-muted">{texts.codesLead}</p>
      <ul className="sign-in__codes" dir="ltr">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <button className="sign-in__aside" onClick={() => void copy()} type="button">
        {isCopied ? texts.copied : texts.copy}
      </button>
      <button className="sign-in__submit" onClick={onKept} type="button">
        {texts.codesKept}
      </button>
    </div>
  );
}
