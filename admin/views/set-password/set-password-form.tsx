'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { PasswordField } from '../sign-in/password-field.tsx';
import { SIGN_IN_TEXTS } from '../sign-in/texts.ts';

const TEXTS = {
  en: {
    title: 'Choose a password',
    rule: 'At least 10 characters. A few words in a row are good; nothing else is asked for.',
    password: 'New password',
    save: 'Set the password',
    saved: 'Your password is set. All devices that were signed in are signed out.',
    toSignIn: 'Sign in',
    incomplete: 'This link is not complete. Open it from the mail again, or ask for a new one.',
    askAnew: 'Ask for a new link',
  },
  ar: {
    title: 'اختيار كلمة مرور',
    rule: '10 أحرف على الأقل. بضع كلمات متتالية تكفي ولا شرط غير ذلك.',
    password: 'كلمة المرور الجديدة',
    save: 'تعيين كلمة المرور',
    saved: 'عُيّنت كلمة المرور. سُجّل خروج كل الأجهزة التي كانت متصلة.',
    toSignIn: 'تسجيل الدخول',
    incomplete: 'هذا الرابط غير مكتمل. افتحه من الرسالة مرة أخرى أو اطلب رابطًا جديدًا.',
    askAnew: 'طلب رابط جديد',
  },
} as const;

type Link = { purpose: 'reset' | 'invite'; token: string };

/** Sets a password with the token that stands behind the # of the address, which no server ever sees in a log. */
export function SetPasswordForm({ language }: { language: Language }) {
  const texts = TEXTS[language];
  const common = SIGN_IN_TEXTS[language];
  const [link, setLink] = useState<Link | 'none'>();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [state, setState] = useState<'ready' | 'working' | 'saved'>('ready');

  useEffect(() => {
    const found = /^#(reset|invite)=([\w-]{43})$/.exec(window.location.hash);
    setLink(found ? { purpose: found[1] as Link['purpose'], token: found[2] ?? '' } : 'none');
    // Out of the address bar and the history, before anybody looks over the shoulder.
    window.history.replaceState(null, '', window.location.pathname);
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (link === undefined || link === 'none') return;
    setState('working');
    setProblem(undefined);
    try {
      await callApi('/users/reset-password', { ...link, password });
      setState('saved');
    } catch (error) {
      setProblem(problemSentence(error, common.offline));
      setState('ready');
    }
  };

  return (
    <form className="dft-stack sign-in__form" method="post" onSubmit={(event) => void submit(event)}>
      <h2>{texts.title}</h2>
      {state === 'saved' && (
        <>
          <div className="dft-notice dft-notice--good" role="status">
            {texts.saved}
          </div>
          <a className="sign-in__aside" href="/admin/login">
            {texts.toSignIn}
          </a>
        </>
      )}
      {state !== 'saved' && link === 'none' && (
        <div className="dft-notice dft-notice--warning" role="alert">
          {texts.incomplete}
        </div>
      )}
      {state !== 'saved' && link !== 'none' && (
        <>
          <PasswordField
            describedBy="password-rule"
            id="field-new-password"
            isNew
            label={texts.password}
            onChange={setPassword}
            texts={common}
            value={password}
          />
          <p className="dft-muted sign-in__hint" id="password-rule">
            {texts.rule}
          </p>
          {problem && (
            <div className="dft-notice dft-notice--error" role="alert">
              {problem}
            </div>
          )}
          <button
            className="sign-in__submit"
            disabled={state === 'working' || link === undefined}
            type="submit"
          >
            {state === 'working' ? common.working : texts.save}
          </button>
        </>
      )}
      {state !== 'saved' && (
        <a className="sign-in__aside" href="/admin/forgot">
          {texts.askAnew}
        </a>
      )}
    </form>
  );
}
