import { toHijri } from '../../../core/kernel/browser.ts';
import type { SchoolDay } from '../../../core/timetable/index.ts';
import { counted, fill, formatDate, formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { hijriMonths, type Month } from './months.ts';
import { CALENDAR_TEXTS } from './texts.ts';

export type MonthTableProps = {
  month: Month;
  firstWeekday: number;
  language: Language;
  today: string;
  hijri: { digits: 'latn' | 'arab' } | undefined;
  /** The schedule of ordinary days; a day with another one is marked. */
  ordinary: string | undefined;
  /** Undefined where the person only reads. */
  onChoose: ((day: SchoolDay) => void) | undefined;
};

/** One month: its days with what they are, the Hijri day small beside each where the school wants it. */
export function MonthTable(props: MonthTableProps) {
  const { month, firstWeekday, language, hijri } = props;
  const texts = CALENDAR_TEXTS[language];
  const title = formatDate(`${month.key}-01`, language, { month: 'long' });
  const year = formatNumber(Number(month.key.slice(0, 4)), language).replace(/[,٬]/g, '');
  const days = month.weeks.flat().filter((day) => day !== undefined);
  return (
    <section className="calendar__month">
      <header>
        <h3>
          {title} {year}
        </h3>
        {hijri && (
          <p className="dft-muted" data-testid={`hijri-${month.key}`}>
            {hijriMonths(days, language, hijri.digits)}
          </p>
        )}
        <p className="dft-muted">{counted(texts.schoolDays, month.schoolDays, language)}</p>
      </header>
      <table aria-label={fill(texts.tableLabel, { month: `${title} ${year}` })}>
        <thead>
          <tr>
            {[0, 1, 2, 3, 4, 5, 6].map((offset) => {
              const weekday = (firstWeekday + offset) % 7;
              return (
                <th abbr={texts.weekdays[weekday]} key={weekday} scope="col">
                  {texts.shortWeekdays[weekday]}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {month.weeks.map((week, index) => (
            <tr key={week.find((day) => day)?.date ?? index}>
              {week.map((day, place) =>
                day ? (
                  <Day {...props} day={day} key={day.date} />
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is nothing but its place.
                  <td key={place} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Day({ day, language, today, hijri, ordinary, onChoose }: MonthTableProps & { day: SchoolDay }) {
  const texts = CALENDAR_TEXTS[language];
  const name = (language === 'ar' ? (day.titleAr ?? day.title) : day.title) ?? '';
  const otherBells = day.isSchoolDay && day.bellScheduleId !== undefined && day.bellScheduleId !== ordinary;
  const label = [
    formatDate(day.date, language),
    texts.kinds[day.kind],
    name,
    otherBells ? texts.otherBells : '',
    day.date === today ? texts.today : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  const content = (
    <>
      <span>{formatNumber(Number(day.date.slice(8)), language)}</span>
      {hijri && <small>{hijriDay(day.date, language, hijri.digits)}</small>}
    </>
  );
  const classes = `calendar__day calendar__day--${day.kind}${otherBells ? ' calendar__day--bells' : ''}`;
  return (
    <td aria-current={day.date === today ? 'date' : undefined}>
      {onChoose ? (
        <button
          aria-label={label}
          className={classes}
          data-testid={`day-${day.date}`}
          onClick={() => onChoose(day)}
          title={label}
          type="button"
        >
          {content}
        </button>
      ) : (
        <span className={classes} data-testid={`day-${day.date}`} title={label}>
          {content}
          <span className="dft-hidden">{label}</span>
        </span>
      )}
    </td>
  );
}

function hijriDay(date: string, language: Language, digits: 'latn' | 'arab'): string {
  const day = toHijri(date)?.day;
  if (day === undefined) return '';
  return day.toLocaleString(language === 'ar' && digits === 'arab' ? 'ar-u-nu-arab' : 'en');
}
