'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { PasswordField } from '../sign-in/password-field.tsx';
import { SIGN_IN_TEXTS } from '../sign-in/texts.ts';
import { SECURITY_TEXTS } from './texts.ts';

/** Changing one's password; the current one is asked for, and the other devices are signed out. */
export function PasswordCard({ language, onChange }: { language: Language; onChange: () => Promise<void> }) {
  const texts = SECURITY_TEXTS[language];
  const common = SIGN_IN_TEXTS[language];
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isDone, setDone] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(undefined);
    setDone(false);
    try {
      await callApi('/users/account/password', { current, password: next });
      setCurrent('');
      setNext('');
      setDone(true);
      await onChange();
    } catch (error) {
      setProblem(problemSentence(error, common.offline));
    }
  };
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="password">
      <h2>{texts.password}</h2>
      <form className="dft-stack security__form" onSubmit={(event) => void submit(event)}>
        <PasswordField
          id="password-current"
          label={texts.current}
          onChange={setCurrent}
          texts={common}
          value={current}
        />
        <PasswordField
          describedBy="password-rule"
          id="password-next"
          isNew
          label={texts.next}
          onChange={setNext}
          texts={common}
          value={next}
        />
        <p className="dft-muted sign-in__hint" id="password-rule">
          {texts.rule}
        </p>
        {problem && (
          <div className="dft-notice dft-notice--error" role="alert">
            {problem}
          </div>
        )}
        {isDone && (
          <div className="dft-notice dft-notice--good" role="status">
            {texts.changed}
          </div>
        )}
        <div>
          <Button size="small" type="submit">
            {texts.change}
          </Button>
        </div>
      </form>
    </section>
  );
}
