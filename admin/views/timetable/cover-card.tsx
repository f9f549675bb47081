'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { CoverPlan, OpenLesson, Suggestion, TimetableChoices } from '../../../core/timetable/index.ts';
import { problemSentence } from '../../components/call-api.ts';
import { counted, fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import { fetchCover, giveCover, reportAbsence } from './timetable-api.ts';

type Props = {
  date: string;
  teachers: TimetableChoices['teachers'];
  language: Language;
  onChanged: () => void;
};

/** Who is absent on a date, and for each of their lessons who takes it, the best suggestion first. */
export function CoverCard({ date, teachers, language, onChanged }: Props) {
  const texts = TIMETABLE_TEXTS[language];
  const [plan, setPlan] = useState<CoverPlan>();
  const [failure, setFailure] = useState<string>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const load = useCallback(() => {
    fetchCover(date).then(setPlan, (error: unknown) => setFailure(problemSentence(error, texts.offline)));
  }, [date, texts.offline]);
  useEffect(load, [load]);
  const give = (entry: string, teacher: string | null) =>
    work(async () => {
      setPlan(await giveCover(entry, date, teacher));
      onChanged();
    });
  const said = problem ?? failure;
  return (
    <section className="dft-card dft-stack timetable__cover" data-testid="cover-card">
      <h3>{texts.coverTitle}</h3>
      {plan?.absences.length === 0 && <p className="dft-muted">{texts.nobodyAbsent}</p>}
      <ul className="timetable__absences">
        {plan?.absences.map((absence) => (
          <li key={absence.id}>
            <bdi>{inLanguage(language, absence.teacher, absence.teacherAr)}</bdi>{' '}
            <span className="dft-muted">
              {absence.firstPeriod === null && absence.lastPeriod === null
                ? texts.absentAllDay
                : fill(texts.absentPeriods, {
                    first: absence.firstPeriod ?? 1,
                    last: absence.lastPeriod ?? '…',
                  })}
              {absence.note ? ` · ${absence.note}` : ''}
            </span>
          </li>
        ))}
      </ul>
      {plan && plan.lessons.length > 0 && (
        <>
          <p>
            {counted(texts.toCover, plan.lessons.filter(({ lesson }) => !lesson.covered).length, language)}
          </p>
          <ul className="timetable__to-cover">
            {plan.lessons.map((open) => (
              <CoverRow
                isBusy={isBusy}
                key={open.lesson.entryId}
                language={language}
                onGive={(teacher) => void give(open.lesson.entryId, teacher)}
                open={open}
              />
            ))}
          </ul>
        </>
      )}
      {said !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {said}
        </p>
      )}
      <AbsenceForm
        date={date}
        key={date}
        language={language}
        onReported={() => {
          load();
          onChanged();
        }}
        teachers={teachers}
      />
    </section>
  );
}

type RowProps = {
  open: OpenLesson;
  language: Language;
  isBusy: boolean;
  onGive: (teacher: string | null) => void;
};

function CoverRow({ open: { lesson, suggestions }, language, isBusy, onGive }: RowProps) {
  const texts = TIMETABLE_TEXTS[language];
  const period = inLanguage(language, lesson.periodTitle, lesson.periodTitleAr);
  const name = `${inLanguage(language, lesson.subject, lesson.subjectAr)} ${inLanguage(language, lesson.class, lesson.classAr)}`;
  return (
    <li>
      <span>
        <strong>{period}</strong> <bdi>{name}</bdi>
      </span>
      <select
        aria-label={fill(texts.coverFor, { lesson: name, period })}
        className="dft-input"
        data-testid={`cover-${lesson.period}`}
        disabled={isBusy}
        onChange={(event) => onGive(event.target.value || null)}
        value={lesson.covered ? (lesson.teacherId ?? '') : ''}
      >
        <option value="">{texts.nobody}</option>
        {lesson.covered && lesson.teacherId && !suggestions.some(({ id }) => id === lesson.teacherId) && (
          <option value={lesson.teacherId}>{inLanguage(language, lesson.teacher, lesson.teacherAr)}</option>
        )}
        {suggestions.map((suggestion) => (
          <option key={suggestion.id} value={suggestion.id}>
            {described(suggestion, language)}
          </option>
        ))}
      </select>
    </li>
  );
}

function described({ name, nameAr, sameSubject, covers }: Suggestion, language: Language): string {
  const texts = TIMETABLE_TEXTS[language];
  return [
    inLanguage(language, name, nameAr),
    ...(sameSubject ? [texts.sameSubject] : []),
    counted(texts.covers, covers, language),
  ].join(' · ');
}

type FormProps = {
  date: string;
  teachers: TimetableChoices['teachers'];
  language: Language;
  onReported: () => void;
};

function AbsenceForm({ date, teachers, language, onReported }: FormProps) {
  const texts = TIMETABLE_TEXTS[language];
  const [absence, setAbsence] = useState({ teacher: '', endDate: date, note: '' });
  const { isBusy, problem, work } = useWork(texts.offline);
  const report = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      await reportAbsence({ ...absence, startDate: date });
      setAbsence({ teacher: '', endDate: date, note: '' });
      onReported();
    });
  };
  return (
    <form className="timetable__report" onSubmit={report}>
      <label>
        {texts.report}
        <select
          className="dft-input"
          data-testid="absence-teacher"
          onChange={(event) => setAbsence({ ...absence, teacher: event.target.value })}
          required
          value={absence.teacher}
        >
          <option value="">{texts.choose}</option>
          {teachers.map(({ id, title, titleAr }) => (
            <option key={id} value={id}>
              {inLanguage(language, title, titleAr)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.lastDay}
        <input
          className="dft-input"
          min={date}
          onChange={(event) => setAbsence({ ...absence, endDate: event.target.value })}
          required
          type="date"
          value={absence.endDate}
        />
      </label>
      <label>
        {texts.note}
        <input
          className="dft-input"
          dir="auto"
          maxLength={500}
          onChange={(event) => setAbsence({ ...absence, note: event.target.value })}
          value={absence.note}
        />
      </label>
      <Button disabled={isBusy} extraButtonProps={{ 'data-testid': 'absence-save' }} type="submit">
        {texts.reportSave}
      </Button>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
