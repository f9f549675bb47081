'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';

const TEXTS = {
  en: {
    title: 'Forgotten your password?',
    lead: 'Enter your e-mail. If there is an account, you get a link to choose a new password.',
    email: 'E-mail',
    send: 'Send the link',
    working: 'One moment …',
    sent: 'If there is an account for this address, a mail is on its way. The link is good for one hour.',
    back: 'Back to signing in',
    offline: 'The server could not be reached. Check your connection and try again.',
  },
  ar: {
    title: 'نسيت كلمة المرور؟',
    lead: 'أدخل بريدك الإلكتروني. إن كان لك حساب فستصلك رسالة فيها رابط لاختيار كلمة مرور جديدة.',
    email: 'البريد الإلكتروني',
    send: 'إرسال الرابط',
    working: 'لحظة واحدة …',
    sent: 'إن كان لهذا العنوان حساب فالرسالة في طريقها إليك. الرابط صالح لساعة واحدة.',
    back: 'العودة إلى تسجيل الدخول',
    offline: 'تعذّر الوصول إلى الخادم. تحقق من اتصالك ثم حاول مرة أخرى.',
  },
} as const;

/** Asks for the mail; says the same whether there is an account or not. */
export function ForgotPasswordForm({ language }: { language: Language }) {
  const texts = TEXTS[language];
  const [email, setEmail] = useState('');
  const [state, setState] = useState<'ready' | 'working' | 'sent' | 'loading'>('loading');
  const [problem, setProblem] = useState<string>();
  useEffect(() => setState('ready'), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState('working');
    setProblem(undefined);
    try {
      await callApi('/users/forgot-password', { email });
      setState('sent');
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
      setState('ready');
    }
  };
  return (
    <form className="dft-stack sign-in__form" method="post" onSubmit={(event) => void submit(event)}>
      <h2>{texts.title}</h2>
      {state === 'sent' ? (
        <div className="dft-notice dft-notice--good" role="status">
          {texts.sent}
        </div>
      ) : (
        <>
          <p className="dft-muted">{texts.lead}</p>
          <div className="sign-in__field">
            <label htmlFor="field-email">{texts.email}</label>
            <input
              autoComplete="username"
              className="dft-input"
              dir="ltr"
              id="field-email"
              maxLength={320}
              onChange={(event) => setEmail(event.target.value)}
              required
              type="email"
              value={email}
            />
          </div>
          {problem && (
            <div className="dft-notice dft-notice--error" role="alert">
              {problem}
            </div>
          )}
          <button className="sign-in__submit" disabled={state !== 'ready'} type="submit">
            {state === 'working' ? texts.working : texts.send}
          </button>
        </>
      )}
      <a className="sign-in__aside" href="/admin/login">
        {texts.back}
      </a>
    </form>
  );
}
