'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import type { SignInAnswer } from './sign-in-form.tsx';
import { SIGN_IN_TEXTS } from './texts.ts';
import { TotpPicture, type TotpSetup } from './totp-picture.tsx';

type Props = {
  language: Language;
  mode: 'second_factor' | 'enrol';
  ticket: string;
  onAnswer: (answer: SignInAnswer) => void;
  onRestart: () => void;
};

/** The second step: the code of an app that is set up, or the setting up of one with its first code. */
export function CodeStep({ language, mode, ticket, onAnswer, onRestart }: Props) {
  const texts = SIGN_IN_TEXTS[language];
  const [code, setCode] = useState('');
  const [setup, setSetup] = useState<TotpSetup>();
  const [problem, setProblem] = useState<string>();
  const [isWorking, setWorking] = useState(false);

  useEffect(() => {
    if (mode !== 'enrol') return;
    callApi<TotpSetup>('/users/second-factor/begin', { ticket }).then(setSetup, (error: unknown) =>
      setProblem(problemSentence(error, texts.offline)),
    );
  }, [mode, ticket, texts.offline]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWorking(true);
    setProblem(undefined);
    const path = mode === 'enrol' ? '/users/second-factor/confirm' : '/users/second-factor';
    try {
      onAnswer(await callApi<SignInAnswer>(path, { ticket, code: code.trim() }));
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
      setWorking(false);
    }
  };

  return (
    <form
      className="dft-stack sign-in__form"
      data-testid="code-step"
      onSubmit={(event) => void submit(event)}
    >
      <h2>{mode === 'enrol' ? texts.enrolTitle : texts.codeTitle}</h2>
      <p className="dft-muted">{mode === 'enrol' ? texts.enrolLead : texts.codeLead}</p>
      {mode === 'enrol' && <TotpPicture language={language} setup={setup} />}
      <div className="sign-in__field">
        <label htmlFor="field-code">{texts.code}</label>
        <input
          autoComplete="one-time-code"
          // biome-ignore lint/a11y/noAutofocus: the one field of this step, and the person has just pressed a button
          autoFocus
          className="dft-input sign-in__code"
          dir="ltr"
          id="field-code"
          inputMode={mode === 'enrol' ? 'numeric' : 'text'}
          maxLength={20}
          minLength={6}
          onChange={(event) => setCode(event.target.value)}
          required
          value={code}
        />
      </div>
      {problem && (
        <div className="dft-notice dft-notice--error" role="alert">
          {problem}
        </div>
      )}
      <button className="sign-in__submit" disabled={isWorking} type="submit">
        {isWorking ? texts.working : texts.continue}
      </button>
      {mode === 'second_factor' && <p className="dft-muted sign-in__hint">{texts.recoveryHint}</p>}
      <button className="sign-in__aside" onClick={onRestart} type="button">
        {texts.back}
      </button>
    </form>
  );
}
