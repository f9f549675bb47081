'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { useWork } from '../../components/use-work.ts';
import { ExcuseFields, useExcuseContent } from './excuse-fields.tsx';
import type { Child } from './family-client.tsx';
import { Problem } from './problem.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';

type ExcuseFormProps = { language: Language; today: string; pupils: Child[]; onSent: () => void };

/** Hands in an excuse for one child and a span of days, with a file where there is one. */
export function ExcuseForm({ language, today, pupils, onSent }: ExcuseFormProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const [student, setStudent] = useState(pupils[0]?.id ?? '');
  const content = useExcuseContent(today);
  const [isSent, setSent] = useState(false);
  const { isBusy, problem, work } = useWork(texts.offline);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void work(async () => {
      setSent(false);
      await callApi('/excuses', { student, ...(await content.read()) });
      form.reset();
      content.clear();
      setSent(true);
      onSent();
    });
  };
  return (
    <form className="dft-card dft-stack" data-testid="excuse-form" onSubmit={send}>
      <h2>{texts.newExcuse}</h2>
      <div className="attendance__fields">
        <label>
          <span>{texts.child}</span>
          <select className="dft-input" onChange={(event) => setStudent(event.target.value)} value={student}>
            {pupils.map((pupil) => (
              <option key={pupil.id} value={pupil.id}>
                {language === 'ar' ? (pupil.nameAr ?? pupil.name) : pupil.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ExcuseFields content={content} texts={texts} />
      <Problem text={problem} />
      {isSent && (
        <p className="dft-notice dft-notice--good" role="status">
          {texts.sent}
        </p>
      )}
      <div>
        <Button disabled={isBusy} extraButtonProps={{ 'data-testid': 'excuse-send' }} type="submit">
          {texts.send}
        </Button>
      </div>
    </form>
  );
}
