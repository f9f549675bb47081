'use client';

import { type FormEvent, useState } from 'react';
import type { Choices } from '../../../core/administration/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';

type Props = {
  choices: Choices;
  zones: { code: string; name: string }[];
  language: Language;
  onMade: () => void;
};
type Made = { created: boolean; adminEmail: string };

/** The form for a new school; the first admin gets an invitation. */
export function CreateSchool({ choices, zones, language, onMade }: Props) {
  const texts = SCHOOLS_TEXTS[language];
  const [made, setMade] = useState<Made>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setProblem(undefined);
    setMade(undefined);
    try {
      setMade(await callApi<Made>('/console/schools/create', { ...form, group: form.group || null }));
      onMade();
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="dft-card dft-stack" data-testid="create-school" onSubmit={(event) => void send(event)}>
      <div className="schools__form">
        <label>
          {texts.name}
          <input className="dft-input" maxLength={120} name="name" required />
        </label>
        <label>
          {texts.nameAr}
          <input className="dft-input" dir="rtl" maxLength={120} name="nameAr" />
        </label>
        <label>
          {texts.subdomain}
          <input
            className="dft-input"
            dir="ltr"
            maxLength={40}
            name="subdomain"
            pattern="[a-z][a-z0-9\-]{1,38}[a-z0-9]"
            required
          />
        </label>
        <label>
          {texts.adminEmail}
          <input className="dft-input" dir="ltr" name="adminEmail" required type="email" />
        </label>
        <label>
          {texts.plan}
          <select className="dft-input" defaultValue="standard" name="plan">
            {choices.plans.map((plan) => (
              <option key={plan.code} value={plan.code}>
                {language === 'ar' ? plan.nameAr : plan.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.begins}
          <select className="dft-input" name="state">
            <option value="trial">{texts.trialChoice}</option>
            <option value="active">{texts.activeChoice}</option>
          </select>
        </label>
        <label>
          {texts.locale}
          <select className="dft-input" name="locale">
            <option value="ar">العربية</option>
            <option value="en">English</option>
          </select>
        </label>
        <label>
          {texts.zone}
          <select className="dft-input" name="timeZone">
            {zones.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.group}
          <select className="dft-input" name="group">
            <option value="">{texts.noGroup}</option>
            {choices.groups.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {made && (
        <p className="dft-notice dft-notice--good" role="status">
          {made.created ? <Phrase text={texts.madeNow} values={{ email: made.adminEmail }} /> : texts.existed}
        </p>
      )}
      <div className="dft-row">
        <button className="schools__button schools__button--main" disabled={busy} type="submit">
          {texts.make}
        </button>
      </div>
    </form>
  );
}
