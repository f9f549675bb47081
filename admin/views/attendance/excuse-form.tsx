'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { useWork } from '../../components/use-work.ts';
import type { Child } from './family-client.tsx';
import { Problem } from './problem.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';

type ExcuseFormProps = { language: Language; today: string; pupils: Child[]; onSent: () => void };

/** Hands in an excuse for one child and a span of days, with a file where there is one. */
export function ExcuseForm({ language, today, pupils, onSent }: ExcuseFormProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const [student, setStudent] = useState(pupils[0]?.id ?? '');
  const [firstDate, setFirst] = useState(today);
  const [lastDate, setLast] = useState(today);
  const [reason, setReason] = useState('');
  const [file, setFile] = useState<File>();
  const [isSent, setSent] = useState(false);
  const { isBusy, problem, work } = useWork(texts.offline);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void work(async () => {
      setSent(false);
      const attached = file ? { file: { name: file.name, base64: await base64Of(file) } } : {};
      await callApi('/excuses', { student, firstDate, lastDate, reason: reason.trim(), ...attached });
      form.reset();
      setReason('');
      setFile(undefined);
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
        <label>
          <span>{texts.firstDay}</span>
          <input
            className="dft-input"
            data-testid="excuse-first"
            onChange={(event) => {
              setFirst(event.target.value);
              if (event.target.value > lastDate) setLast(event.target.value);
            }}
            required
            type="date"
            value={firstDate}
          />
        </label>
        <label>
          <span>{texts.lastDay}</span>
          <input
            className="dft-input"
            data-testid="excuse-last"
            min={firstDate}
            onChange={(event) => setLast(event.target.value)}
            required
            type="date"
            value={lastDate}
          />
        </label>
      </div>
      <label className="dft-stack dft-stack--tight">
        <span>{texts.reason}</span>
        <textarea
          className="dft-input"
          data-testid="excuse-reason"
          dir="auto"
          maxLength={1000}
          minLength={3}
          onChange={(event) => setReason(event.target.value)}
          required
          rows={3}
          value={reason}
        />
      </label>
      <label className="dft-stack dft-stack--tight">
        <span>{texts.file}</span>
        <input
          accept="application/pdf,image/png,image/jpeg"
          onChange={(event) => setFile(event.target.files?.[0])}
          type="file"
        />
      </label>
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

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}
