'use client';

import type { Register } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill, formatNumber } from '../../components/format.ts';
import { REGISTER_TEXTS } from './texts.ts';

type LessonTabsProps = {
  lessons: Register['lessons'];
  period: number;
  language: Language;
  onChoose: (period: number) => void;
};

/** The lessons of a lesson group on the day; one register each. Nothing where the timetable knows none. */
export function LessonTabs({ lessons, period, language, onChoose }: LessonTabsProps) {
  const texts = REGISTER_TEXTS[language];
  if (lessons.length === 0) return null;
  return (
    <nav aria-label={texts.lessons} className="lesson-tabs">
      {lessons.map((lesson) => (
        <button
          aria-pressed={lesson.period === period}
          className="lesson-tabs__tab"
          data-period={lesson.period}
          data-testid="register-lesson"
          key={lesson.period}
          onClick={() => onChoose(lesson.period)}
          type="button"
        >
          {fill(texts.lesson, { period: formatNumber(lesson.period, language) })}{' '}
          <bdi dir="ltr">
            {lesson.starts}–{lesson.ends}
          </bdi>
        </button>
      ))}
      <button
        aria-pressed={period === 0}
        className="lesson-tabs__tab"
        onClick={() => onChoose(0)}
        type="button"
      >
        {texts.wholeDay}
      </button>
    </nav>
  );
}
