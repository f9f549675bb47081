import { formatHijri } from '../../../core/kernel/browser.ts';
import type { CalendarPage } from '../../../core/timetable/index.ts';
import { formatDate } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { namedSpans } from './months.ts';
import { CALENDAR_TEXTS } from './texts.ts';

type Digits = 'latn' | 'arab';
type Props = {
  page: CalendarPage;
  yearId: string;
  language: Language;
  mayWrite: boolean;
  hijri: { digits: Digits } | undefined;
};

const SHORT = { day: 'numeric', month: 'long' } as const;

/** What has a name in the year, its terms, and the times at which the bells ring, with the ways to change them. */
export function BellsCard({ page, yearId, language, mayWrite, hijri }: Props) {
  const texts = CALENDAR_TEXTS[language];
  const span = (dates: { startDate: string; endDate: string }) =>
    `${formatDate(dates.startDate, language, SHORT)} – ${formatDate(dates.endDate, language, SHORT)}`;
  const terms = page.terms.filter((term) => term.yearId === yearId);
  return (
    <div className="calendar__cards">
      <section className="dft-card dft-stack dft-stack--tight" data-testid="named-days">
        <h2>{texts.namedDays}</h2>
        <ul className="calendar__list">
          {namedSpans(page.days).map(({ key, startDate, endDate, day }) => (
            <li key={key}>
              <span>
                <strong>
                  <bdi>{language === 'ar' ? (day.titleAr ?? day.title) : day.title}</bdi>
                </strong>{' '}
                {day.kind !== 'holiday' && <span className="dft-badge">{texts.kinds[day.kind]}</span>}
              </span>
              <span className="dft-muted">
                {startDate === endDate
                  ? formatDate(startDate, language, SHORT)
                  : span({ startDate, endDate })}
                {hijri && ` (${hijriSpan(startDate, endDate, language, hijri.digits)})`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.terms}</h2>
        <ul className="calendar__list">
          {terms.map((term) => (
            <li key={term.id}>
              <strong>
                <bdi>{language === 'ar' ? term.titleAr : term.title}</bdi>
              </strong>
              <span className="dft-muted">{span(term)}</span>
            </li>
          ))}
        </ul>
        {mayWrite && <a href="/admin/collections/terms">{texts.openTerms}</a>}
      </section>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.bellsTitle}</h2>
        {page.schedules.map((schedule) => (
          <details key={schedule.id} open={schedule.isDefault}>
            <summary>
              <strong>
                <bdi>{language === 'ar' ? schedule.titleAr : schedule.title}</bdi>
              </strong>{' '}
              <span className="dft-muted">
                {schedule.isDefault
                  ? texts.ordinary
                  : page.spans
                      .filter(({ scheduleId }) => scheduleId === schedule.id)
                      .map(span)
                      .join(', ')}
              </span>
            </summary>
            <ul className="calendar__list">
              {schedule.periods.map((period) => (
                <li key={period.starts}>
                  <span className={period.isBreak ? 'dft-muted' : ''}>
                    {language === 'ar' ? period.titleAr : period.title}
                  </span>
                  <span className="dft-number" dir="ltr">
                    {period.starts}–{period.ends}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        ))}
        {mayWrite && <a href="/admin/collections/bell-schedules">{texts.openBells}</a>}
      </section>
    </div>
  );
}

function hijriSpan(from: string, until: string, language: Language, digits: Digits): string {
  const last = formatHijri(until, language, { digits }) ?? '';
  return from === until ? last : `${formatHijri(from, language, { digits, withYear: false })} – ${last}`;
}
