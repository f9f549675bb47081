'use client';

import { useCallback, useEffect, useState } from 'react';
import type { Lesson, TimetableChoices } from '../../../core/timetable/index.ts';
import { problemSentence } from '../../components/call-api.ts';
import { fill, formatDate } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { CoverCard } from './cover-card.tsx';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import { type DayPage, fetchDay, type Whose } from './timetable-api.ts';

type Props = {
  whose: Whose;
  today: string;
  teachers: TimetableChoices['teachers'];
  language: Language;
  mayCover: boolean;
};

/** One day of a class, teacher or room with its covers, and for the office who is absent and who takes their lessons. */
export function DayBoard({ whose, today, teachers, language, mayCover }: Props) {
  const texts = TIMETABLE_TEXTS[language];
  const [date, setDate] = useState(today);
  const [page, setPage] = useState<DayPage>();
  const [problem, setProblem] = useState<string>();
  const load = useCallback(() => {
    fetchDay(whose, date).then(
      (found) => {
        setPage(found);
        setProblem(undefined);
      },
      (error: unknown) => setProblem(problemSentence(error, texts.offline)),
    );
  }, [whose, date, texts.offline]);
  useEffect(load, [load]);
  return (
    <div className="dft-stack">
      <div className="dft-row">
        <label className="timetable__date">
          {texts.date}
          <input
            className="dft-input"
            data-testid="day-date"
            onChange={(event) =>
              /^[12]\d{3}-\d\d-\d\d$/.test(event.target.value) && setDate(event.target.value)
            }
            type="date"
            value={date}
          />
        </label>
        <strong>{formatDate(date, language)}</strong>
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {page && <DayList language={language} page={page} />}
      {mayCover && <CoverCard date={date} language={language} onChanged={load} teachers={teachers} />}
    </div>
  );
}

function DayList({ page: { day, lessons }, language }: { page: DayPage; language: Language }) {
  const texts = TIMETABLE_TEXTS[language];
  if (!day.isSchoolDay) {
    const named = day.title ? inLanguage(language, day.title, day.titleAr ?? null) : undefined;
    return (
      <p className="dft-notice" data-testid="day-closed">
        {fill(texts.noSchool, { reason: named ?? texts.reasonsOfDay[day.kind] ?? '' })}
      </p>
    );
  }
  if (day.kind === 'exam_day') return <p className="dft-notice">{texts.examDay}</p>;
  if (lessons.length === 0) return <p className="dft-muted">{texts.noLessons}</p>;
  return (
    <ol className="timetable__day" data-testid="day-list">
      {lessons.map((lesson) => (
        <DayLesson key={lesson.entryId} language={language} lesson={lesson} />
      ))}
    </ol>
  );
}

function DayLesson({ lesson, language }: { lesson: Lesson; language: Language }) {
  const texts = TIMETABLE_TEXTS[language];
  const teacher = inLanguage(language, lesson.teacher, lesson.teacherAr);
  const parts = [
    inLanguage(language, lesson.class, lesson.classAr),
    lesson.covered ? '' : teacher,
    inLanguage(language, lesson.room, lesson.roomAr),
  ].filter((part) => part !== '');
  return (
    <li>
      <span className="timetable__times" dir="ltr">
        {lesson.starts}–{lesson.ends}
      </span>
      <div>
        <strong>{inLanguage(language, lesson.subject, lesson.subjectAr)}</strong>
        {parts.map((part) => (
          <bdi className="dft-muted" key={part}>
            {part}
          </bdi>
        ))}
        {lesson.covered && teacher !== '' && (
          <span className="dft-badge dft-badge--warning" data-testid="covered">
            {fill(texts.coveredBy, {
              teacher,
              regular: inLanguage(language, lesson.regularTeacher, lesson.regularTeacherAr),
            })}
          </span>
        )}
      </div>
    </li>
  );
}
