'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { CodeStep } from './code-step.tsx';
import { PasswordField } from './password-field.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SIGN_IN_TEXTS } from './texts.ts';

export type SignInAnswer =
  | { step: 'done'; recoveryCodes?: string[] }
  | { step: 'second_factor' | 'enrol'; ticket: string };

/** The steps of a sign-in: password, and where it is needed a code or the setting up of one. */
export function SignInForm({ language, wanted }: { language: Language; wanted: string }) {
  const texts = SIGN_IN_TEXTS[language];
  const [answer, setAnswer] = useState<SignInAnswer>();
  const enter = (next: SignInAnswer) => {
    setAnswer(next);
    if (next.step === 'done' && !next.recoveryCodes) window.location.assign(wanted);
  };
  if (answer === undefined) return <PasswordStep language={language} onAnswer={enter} />;
  if (answer.step === 'done')
    return answer.recoveryCodes ? (
      <RecoveryCodes
        codes={answer.recoveryCodes}
        language={language}
        onKept={() => window.location.assign(wanted)}
      />
    ) : (
      <p aria-live="polite" className="dft-muted">
        {texts.working}
      </p>
    );
  return (
    <CodeStep
      language={language}
      mode={answer.step}
      onAnswer={enter}
      onRestart={() => setAnswer(undefined)}
      ticket={answer.ticket}
    />
  );
}

function PasswordStep({
  language,
  onAnswer,
}: {
  language: Language;
  onAnswer: (answer: SignInAnswer) => void;
}) {
  const texts = SIGN_IN_TEXTS[language];
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isWorking, setWorking] = useState(false);
  // Until the page is alive a submit would send the password to the address bar.
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const alert = useRef<HTMLDivElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setWorking(true);
    setProblem(undefined);
    try {
      onAnswer(await callApi<SignInAnswer>('/users/login', { email, password }));
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
      setWorking(false);
      alert.current?.focus();
    }
  };

  return (
    <form className="dft-stack sign-in__form" method="post" onSubmit={(event) => void submit(event)}>
      <div className="sign-in__field">
        <label htmlFor="field-email">{texts.email}</label>
        <input
          autoComplete="username"
          className="dft-input"
          dir="ltr"
          id="field-email"
          maxLength={320}
          name="email"
          onChange={(event) => setEmail(event.target.value)}
          required
          type="email"
          value={email}
        />
      </div>
      <PasswordField
        id="field-password"
        label={texts.password}
        onChange={setPassword}
        texts={texts}
        value={password}
      />
      <div aria-live="assertive" ref={alert} tabIndex={-1}>
        {problem && (
          <div className="dft-notice dft-notice--error" role="alert">
            {problem}
          </div>
        )}
      </div>
      <button className="sign-in__submit" disabled={isWorking || !isReady} type="submit">
        {isWorking ? texts.working : texts.signIn}
      </button>
      <a className="sign-in__aside" href="/admin/forgot">
        {texts.forgot}
      </a>
    </form>
  );
}
