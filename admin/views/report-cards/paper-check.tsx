'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { useWork } from '../../components/use-work.ts';
import { Labelled, Problem } from './parts.tsx';
import type { ReportTexts } from './texts.ts';

type Checked = {
  kind: keyof ReportTexts['paperKinds'] | 'report_card';
  state: keyof ReportTexts['paperStates'];
  name: string;
  nameAr: string | null;
  issuedOn: string;
};

/** Whether a paper that somebody brings is one of this school, by its number and check code. */
export function PaperCheck({ texts, language }: { texts: ReportTexts; language: Language }) {
  const [number, setNumber] = useState('');
  const [checkCode, setCheckCode] = useState('');
  const [found, setFound] = useState<Checked | null>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const check = () =>
    work(async () =>
      setFound((await callApi<{ paper: Checked | null }>('/papers/check', { number, checkCode })).paper),
    );
  const input = (label: string, value: string, set: (value: string) => void) => (
    <Labelled label={label}>
      <input
        className="dft-input"
        dir="ltr"
        maxLength={40}
        onChange={(event) => {
          set(event.target.value);
          setFound(undefined);
        }}
        value={value}
      />
    </Labelled>
  );
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <h2>{texts.checkTitle}</h2>
      <p className="dft-muted">{texts.checkLead}</p>
      <Problem text={problem} />
      <form
        className="report-cards__choice"
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        {input(texts.number, number, setNumber)}
        {input(texts.checkCode, checkCode, setCheckCode)}
        <Button disabled={isBusy || number === '' || checkCode === ''} type="submit">
          {texts.check}
        </Button>
      </form>
      {found === null && (
        <p className="dft-notice dft-notice--error" role="status">
          {texts.checkNone}
        </p>
      )}
      {found && (
        <p
          className={`dft-notice dft-notice--${found.state === 'withdrawn' ? 'warning' : 'good'}`}
          role="status"
        >
          <span>
            <Phrase
              text={texts.checkFound}
              values={{
                kind: found.kind === 'report_card' ? texts.title : texts.paperKinds[found.kind],
                name: language === 'ar' ? (found.nameAr ?? found.name) : found.name,
                date: found.issuedOn,
                state: texts.paperStates[found.state],
              }}
            />
          </span>
        </p>
      )}
    </section>
  );
}
