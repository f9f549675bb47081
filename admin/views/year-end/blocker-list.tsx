import type { Blocker } from '../../../core/year-end/browser.ts';
import { fill, formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { YEAR_END_TEXTS } from './texts.ts';

type Props = {
  blockers: Blocker[];
  accepted: string[];
  onAccept: (codes: string[]) => void;
  language: Language;
};

// Where each thing that is in the way is mended.
const PLACES: Record<Blocker['code'], string> = {
  years_overlap: 'academic-years',
  pupil_undecided: 'students',
  pupil_without_class: 'students',
  pupil_without_grade: 'students',
  grade_without_next: 'grade-levels',
  grade_without_class: 'grade-levels',
  class_over_capacity: 'classrooms',
  already_enrolled: 'enrollments',
  two_open_enrollments: 'enrollments',
  unpublished_results: 'exams',
};

/** What is in the way of the commit, each with a link to where it is mended. */
export function BlockerList({ blockers, accepted, onAccept, language }: Props) {
  const { blockers: texts } = YEAR_END_TEXTS[language];
  const isArabic = language === 'ar';
  return (
    <section className="dft-card dft-stack" data-testid="blockers">
      <h2>{texts.title}</h2>
      {blockers.length === 0 && <div className="dft-notice dft-notice--good">{texts.none}</div>}
      {blockers.map(({ code, asks, count, items }) => (
        <div
          className={`dft-notice ${asks ? 'dft-notice--warning' : 'dft-notice--error'}`}
          data-testid={`blocker-${code}`}
          key={code}
        >
          <strong>
            {texts.codes[code]} ({formatNumber(count, language)})
          </strong>
          <ul className="year-end__items">
            {items.map((item) => (
              <li key={item.id}>
                <a href={`/admin/collections/${PLACES[code]}/${item.id}`}>
                  <bdi>{isArabic ? (item.labelAr ?? item.label) : item.label}</bdi>
                </a>
                {item.detail && <bdi className="dft-muted"> {item.detail}</bdi>}
              </li>
            ))}
            {count > items.length && (
              <li>{fill(texts.more, { count: formatNumber(count - items.length, language) })}</li>
            )}
          </ul>
          {asks && (
            <label className="dft-check">
              <input
                checked={accepted.includes(code)}
                onChange={(event) =>
                  onAccept(
                    event.target.checked ? [...accepted, code] : accepted.filter((known) => known !== code),
                  )
                }
                type="checkbox"
              />
              {texts.accept}
            </label>
          )}
        </div>
      ))}
    </section>
  );
}
