'use client';

import './calendar.css';
import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { CalendarPage, SchoolDay } from '../../../core/timetable/index.ts';
import { callApi } from '../../components/call-api.ts';
import { counted, formatDate, isolated } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { BellsCard } from './bells-card.tsx';
import { DayModal } from './day-modal.tsx';
import { MonthTable } from './month-table.tsx';
import { monthsOf } from './months.ts';
import { CALENDAR_TEXTS } from './texts.ts';
import { Wizard } from './wizard.tsx';

type Props = {
  start: CalendarPage;
  startYear: string | undefined;
  today: string;
  firstWeekday: number;
  hijri: { digits: 'latn' | 'arab' } | undefined;
  language: Language;
  mayWrite: boolean;
};

type Open = { kind: 'day'; day: SchoolDay | undefined } | { kind: 'wizard' } | undefined;

/** The calendar in the browser: a year of months, the day that is named, and the wizard. */
export function CalendarClient({ start, startYear, today, firstWeekday, hijri, language, mayWrite }: Props) {
  const texts = CALENDAR_TEXTS[language];
  const [page, setPage] = useState(start);
  const [yearId, setYearId] = useState(startYear);
  const [open, setOpen] = useState<Open>();
  const [note, setNote] = useState<string>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const year = page.years.find(({ id }) => id === yearId);
  const ordinary = page.schedules.find(({ isDefault }) => isDefault);
  const load = (id: string | undefined) =>
    work(async () => {
      // A year that was just made is known to the server alone.
      const known = page.years.find((candidate) => candidate.id === id);
      const dates = known ?? { startDate: today, endDate: today };
      const read = (from: string, until: string) =>
        callApi<CalendarPage>(`/calendar?from=${from}&until=${until}`);
      const first = await read(dates.startDate, dates.endDate);
      const wanted = first.years.find((candidate) => candidate.id === id) ?? first.years[0];
      setPage(known || !wanted ? first : await read(wanted.startDate, wanted.endDate));
      setYearId(wanted?.id);
    });
  const isEmpty = page.schedules.length === 0;
  if (open?.kind === 'wizard' && mayWrite)
    return (
      <Wizard
        language={language}
        onClose={() => setOpen(undefined)}
        onDone={(id) => {
          setOpen(undefined);
          setNote(texts.done);
          void load(id);
        }}
        today={today}
        year={year}
      />
    );
  return (
    <div className="dft-stack calendar" data-testid="calendar">
      {note && (
        <p className="dft-notice dft-notice--good" role="status">
          {note}
        </p>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {isEmpty && mayWrite && (
        <section className="dft-card dft-stack dft-stack--tight" data-testid="calendar-empty">
          <h2>{texts.emptyTitle}</h2>
          <p>{texts.emptyText}</p>
          <div>
            <Button
              extraButtonProps={{ 'data-testid': 'wizard-open' }}
              onClick={() => setOpen({ kind: 'wizard' })}
            >
              {texts.start}
            </Button>
          </div>
        </section>
      )}
      {year && (
        <>
          <div className="dft-row dft-row--between calendar__head">
            <label className="calendar__year">
              {texts.year}
              <select
                className="dft-input"
                data-testid="calendar-year"
                disabled={isBusy}
                onChange={(event) => void load(event.target.value)}
                value={yearId}
              >
                {page.years.map((candidate) => (
                  <option key={candidate.id} value={candidate.id}>
                    {isolated(candidate.title)}
                    {candidate.current ? ` (${texts.current})` : ''}
                  </option>
                ))}
              </select>
            </label>
            <p data-testid="calendar-count">
              <strong>
                {counted(
                  texts.schoolDays,
                  page.days.filter(({ isSchoolDay }) => isSchoolDay).length,
                  language,
                )}
              </strong>{' '}
              <span className="dft-muted">
                {formatDate(year.startDate, language, { day: 'numeric', month: 'short' })} –{' '}
                {formatDate(year.endDate, language, { day: 'numeric', month: 'short' })}
              </span>
            </p>
            {mayWrite && (
              <div className="dft-row calendar__actions">
                <Button
                  buttonStyle="secondary"
                  extraButtonProps={{ 'data-testid': 'calendar-add' }}
                  onClick={() => setOpen({ kind: 'day', day: undefined })}
                >
                  {texts.addDays}
                </Button>
                {!isEmpty && (
                  <Button
                    buttonStyle="secondary"
                    extraButtonProps={{ 'data-testid': 'wizard-again' }}
                    onClick={() => setOpen({ kind: 'wizard' })}
                  >
                    {texts.again}
                  </Button>
                )}
              </div>
            )}
          </div>
          <Legend language={language} />
          <div className="calendar__months" data-busy={isBusy}>
            {monthsOf(page.days, firstWeekday).map((month) => (
              <MonthTable
                firstWeekday={firstWeekday}
                hijri={hijri}
                key={month.key}
                language={language}
                month={month}
                onChoose={mayWrite ? (day) => setOpen({ kind: 'day', day }) : undefined}
                ordinary={ordinary?.id}
                today={today}
              />
            ))}
          </div>
          <BellsCard hijri={hijri} language={language} mayWrite={mayWrite} page={page} yearId={year.id} />
        </>
      )}
      {open?.kind === 'day' && (
        <DayModal
          day={open.day}
          language={language}
          onClose={() => setOpen(undefined)}
          onSaved={() => {
            setOpen(undefined);
            void load(yearId);
          }}
          schedules={page.schedules}
          today={today}
        />
      )}
    </div>
  );
}

function Legend({ language }: { language: Language }) {
  const texts = CALENDAR_TEXTS[language];
  const kinds = ['school_day', 'holiday', 'weekend', 'half_day', 'exam_day'] as const;
  return (
    <ul aria-label={texts.legend} className="calendar__legend">
      {kinds.map((kind) => (
        <li key={kind}>
          <span aria-hidden="true" className={`calendar__day calendar__day--${kind}`} />
          {texts.kinds[kind]}
        </li>
      ))}
      <li>
        <span aria-hidden="true" className="calendar__day calendar__day--school_day calendar__day--bells" />
        {texts.otherBells}
      </li>
    </ul>
  );
}
