'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { PasswordField } from '../sign-in/password-field.tsx';
import { RecoveryCodes } from '../sign-in/recovery-codes.tsx';
import { SIGN_IN_TEXTS } from '../sign-in/texts.ts';
import { TotpPicture, type TotpSetup } from '../sign-in/totp-picture.tsx';
import { SECURITY_TEXTS } from './texts.ts';

export type FactorState = { isSet: boolean; isNeeded: boolean; recoveryCodes: number };

type Wish = 'begin' | 'remove' | 'codes';
const PATHS: Record<Wish, string> = {
  begin: '/users/account/second-factor/begin',
  remove: '/users/account/second-factor/remove',
  codes: '/users/account/recovery-codes',
};

type Props = { state: FactorState; language: Language; onChange: () => Promise<void> };

/** Turning the second factor on and off. Every step asks for the password first. */
export function SecondFactorCard({ state, language, onChange }: Props) {
  const texts = SECURITY_TEXTS[language];
  const common = SIGN_IN_TEXTS[language];
  const [wish, setWish] = useState<Wish>();
  const [password, setPassword] = useState('');
  const [setup, setSetup] = useState<TotpSetup>();
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<string[]>();
  const [problem, setProblem] = useState<string>();

  const close = async () => {
    setWish(undefined);
    setPassword('');
    setSetup(undefined);
    setCode('');
    setCodes(undefined);
    setProblem(undefined);
    await onChange();
  };
  const attempt = async (work: () => Promise<void>) => {
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(problemSentence(error, common.offline));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      if (setup) {
        const answer = await callApi<{ recoveryCodes: string[] }>('/users/account/second-factor/confirm', {
          code,
        });
        return setCodes(answer.recoveryCodes);
      }
      if (wish === undefined) return;
      const answer = await callApi<TotpSetup & { recoveryCodes?: string[] }>(PATHS[wish], { password });
      if (wish === 'begin') setSetup(answer);
      else if (wish === 'codes') setCodes(answer.recoveryCodes ?? []);
      else await close();
    });
  };

  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="second-factor">
      <h2>{texts.factor}</h2>
      <p>
        {state.isSet ? texts.factorOn : texts.factorOff} {state.isNeeded && texts.factorNeeded}{' '}
        {state.isSet && <Phrase text={texts.codesLeft} values={{ count: state.recoveryCodes }} />}
      </p>
      {codes ? (
        <RecoveryCodes codes={codes} language={language} onKept={() => void close()} />
      ) : wish ? (
        <form className="dft-stack security__form" onSubmit={submit}>
          {setup ? (
            <>
              <TotpPicture language={language} setup={setup} />
              <div className="sign-in__field">
                <label htmlFor="factor-code">{common.code}</label>
                <input
                  autoComplete="one-time-code"
                  className="dft-input sign-in__code"
                  dir="ltr"
                  id="factor-code"
                  inputMode="numeric"
                  maxLength={6}
                  onChange={(event) => setCode(event.target.value)}
                  required
                  value={code}
                />
              </div>
            </>
          ) : (
            <>
              <p className="dft-muted">{texts.prove}</p>
              <PasswordField
                id="factor-password"
                label={texts.current}
                onChange={setPassword}
                texts={common}
                value={password}
              />
            </>
          )}
          {problem && (
            <div className="dft-notice dft-notice--error" role="alert">
              {problem}
            </div>
          )}
          <div className="dft-row">
            <Button size="small" type="submit">
              {setup ? texts.confirm : texts.go}
            </Button>
            <Button buttonStyle="secondary" onClick={() => void close()} size="small" type="button">
              {texts.cancel}
            </Button>
          </div>
        </form>
      ) : (
        <div className="dft-row">
          {!state.isSet && (
            <Button onClick={() => setWish('begin')} size="small">
              {texts.setUp}
            </Button>
          )}
          {state.isSet && (
            <Button buttonStyle="secondary" onClick={() => setWish('codes')} size="small">
              {texts.newCodes}
            </Button>
          )}
          {state.isSet && !state.isNeeded && (
            <Button buttonStyle="secondary" onClick={() => setWish('remove')} size="small">
              {texts.takeAway}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
