'use client';

import type { ClassList } from '../../../core/attendance/index.ts';
import { inArabicOrder } from '../../../core/kernel/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill, formatNumber } from '../../components/format.ts';
import { REGISTER_TEXTS } from './texts.ts';

type Lesson = ClassList['lessons'][number];
type OwnLessonsProps = {
  lessons: readonly Lesson[];
  language: Language;
  onChoose: (lesson: Lesson) => void;
};

/** A teacher's lessons of the day in their order, covers included, as cards that open their registers. */
export function OwnLessons({ lessons, language, onChoose }: OwnLessonsProps) {
  const texts = REGISTER_TEXTS[language];
  if (lessons.length === 0) return null;
  return (
    <div className="class-board" data-testid="register-own-lessons">
      <section>
        <h2 className="class-board__heading">{texts.myLessons}</h2>
        <ul className="class-board__cards">
          {lessons.map((lesson) => (
            <li key={`${lesson.id} ${lesson.period}`}>
              <button
                className={`class-board__card${lesson.taken ? ' class-board__card--taken' : ''}`}
                onClick={() => onChoose(lesson)}
                type="button"
              >
                <bdi className="class-board__title">
                  {language === 'ar' ? inArabicOrder(lesson.titleAr ?? lesson.title) : lesson.title}
                </bdi>
                <span className="class-board__detail">
                  <span>{fill(texts.lesson, { period: formatNumber(lesson.period, language) })}</span>
                  <bdi dir="ltr">
                    {lesson.starts}–{lesson.ends}
                  </bdi>
                </span>
                <span className="class-board__state">
                  {lesson.taken ? `✓ ${texts.taken}` : texts.notTaken}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
