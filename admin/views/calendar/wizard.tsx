'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { CalendarTemplate, CalendarYear, TemplateOutcome } from '../../../core/timetable/index.ts';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { CALENDAR_TEXTS } from './texts.ts';
import { BellsStep } from './wizard-bells.tsx';
import { HolidaysStep } from './wizard-holidays.tsx';
import { choiceOf, firstState, type WizardState, withTemplate } from './wizard-state.ts';
import { YearStep } from './wizard-year.tsx';

type Props = {
  year: CalendarYear | undefined;
  today: string;
  language: Language;
  onDone: (yearId: string) => void;
  onClose: () => void;
};

/** From an empty school to a running calendar in three steps; nothing is written before the last button. */
export function Wizard({ year, today, language, onDone, onClose }: Props) {
  const texts = CALENDAR_TEXTS[language];
  const [step, setStep] = useState(1);
  const [state, setState] = useState(() => firstState(year, today));
  const [outcome, setOutcome] = useState<TemplateOutcome>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const semester = (number: number) => fill(texts.semester, { number });
  const send = (wanted: WizardState, isTrial: boolean) =>
    callApi<TemplateOutcome>('/calendar/template', choiceOf(wanted, semester, isTrial));
  const suggest = async (wanted: WizardState) => {
    const { startDate, endDate } = wanted.dates;
    const query = new URLSearchParams({ startDate, endDate, moonOffset: String(wanted.moonOffset) });
    return withTemplate(wanted, await callApi<CalendarTemplate>(`/calendar/suggest?${query}`));
  };
  const change = (part: Partial<WizardState>) => {
    const next = { ...state, ...part };
    setState(next);
    if (step === 2 && part.moonOffset !== undefined) void work(async () => setState(await suggest(next)));
    if (step === 3) void work(async () => setOutcome(await send(next, true)));
  };
  const goOn = () =>
    work(async () => {
      if (step === 1) setState(await suggest(state));
      if (step === 2) setOutcome(await send(state, true));
      if (step === 3) return onDone((await send(state, false)).year.id);
      setStep(step + 1);
    });
  return (
    <form
      className="dft-stack calendar-wizard"
      data-testid="wizard"
      onSubmit={(event) => {
        event.preventDefault();
        void goOn();
      }}
    >
      <ol className="calendar-wizard__steps">
        {[texts.stepYear, texts.stepBells, texts.stepHolidays].map((name, index) => (
          <li aria-current={step === index + 1 ? 'step' : undefined} key={name}>
            {name}
          </li>
        ))}
      </ol>
      <section className="dft-card dft-stack">
        <h2>{fill(texts.step, { step })}</h2>
        {step === 1 && <YearStep change={change} language={language} state={state} year={year} />}
        {step === 2 && <BellsStep change={change} language={language} state={state} />}
        {step === 3 && <HolidaysStep change={change} language={language} outcome={outcome} state={state} />}
      </section>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" data-testid="wizard-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dft-row">
        <Button disabled={isBusy} extraButtonProps={{ 'data-testid': 'wizard-next' }} type="submit">
          {step === 3 ? texts.finish : texts.next}
        </Button>
        {step > 1 && (
          <Button buttonStyle="secondary" disabled={isBusy} onClick={() => setStep(step - 1)}>
            {texts.back}
          </Button>
        )}
        <Button buttonStyle="secondary" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  );
}
