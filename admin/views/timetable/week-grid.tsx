import type { TimetableChoices, WeekEntry } from '../../../core/timetable/index.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { moveInGrid } from './grid-keys.ts';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import type { Whose } from './timetable-api.ts';

type Period = TimetableChoices['periods'][number];
export type Slot = { weekday: number; period: number };

type Props = {
  entries: readonly WeekEntry[];
  periods: readonly Period[];
  weekdays: readonly number[];
  kind: Whose['kind'];
  language: Language;
  /** Undefined where the person only reads. */
  onAdd: ((slot: Slot) => void) | undefined;
  onOpen: ((entry: WeekEntry) => void) | undefined;
};

/** The week: periods down, weekdays across. Arrow keys go from cell to cell. */
export function WeekGrid(props: Props) {
  const { entries, periods, weekdays, language, onAdd } = props;
  const texts = TIMETABLE_TEXTS[language];
  const lessons = periods.filter(({ number }) => number > 0);
  const size = { rows: lessons.length, columns: weekdays.length };
  return (
    <div className="dft-table-wrap">
      <table
        aria-label={texts.week}
        className="timetable__grid"
        data-testid="week-grid"
        onKeyDown={(event) => moveInGrid(event, size)}
      >
        <thead>
          <tr>
            <th scope="col">{texts.period}</th>
            {weekdays.map((weekday) => (
              <th key={weekday} scope="col">
                {texts.weekdays[weekday]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {periods.map((period) =>
            period.number === 0 ? (
              <tr className="timetable__break" key={period.id}>
                <th scope="row">
                  <Times period={period} />
                </th>
                <td colSpan={weekdays.length}>{inLanguage(language, period.title, period.titleAr)}</td>
              </tr>
            ) : (
              <tr key={period.id}>
                <th scope="row">
                  {inLanguage(language, period.title, period.titleAr)}
                  <Times period={period} />
                </th>
                {weekdays.map((weekday, column) => {
                  const here = entries.filter(
                    (entry) => entry.weekday === weekday && entry.period === period.number,
                  );
                  const place = { row: lessons.indexOf(period), column };
                  return (
                    <td key={weekday}>
                      {here.map((entry, index) => (
                        <Card
                          {...props}
                          entry={entry}
                          key={entry.id}
                          period={period}
                          place={index === 0 ? place : undefined}
                        />
                      ))}
                      {here.length === 0 &&
                        (onAdd ? (
                          <button
                            aria-label={fill(texts.add, {
                              weekday: texts.weekdays[weekday] ?? '',
                              period: inLanguage(language, period.title, period.titleAr),
                            })}
                            className="timetable__add"
                            data-column={column}
                            data-row={place.row}
                            data-testid={`slot-${weekday}-${period.number}`}
                            onClick={() => onAdd({ weekday, period: period.number })}
                            type="button"
                          >
                            +
                          </button>
                        ) : (
                          <span className="timetable__free">
                            <span className="dft-hidden">{texts.free}</span>
                          </span>
                        ))}
                    </td>
                  );
                })}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Times({ period }: { period: Period }) {
  return (
    <span className="timetable__times" dir="ltr">
      {period.starts}–{period.ends}
    </span>
  );
}

type CardProps = Props & {
  entry: WeekEntry;
  period: Period;
  place: { row: number; column: number } | undefined;
};

function Card({ entry, period, place, kind, language, onOpen }: CardProps) {
  const texts = TIMETABLE_TEXTS[language];
  const subject = inLanguage(language, entry.subject, entry.subjectAr);
  const lines = [
    kind === 'class' ? '' : inLanguage(language, entry.class, entry.classAr),
    kind === 'teacher' ? '' : inLanguage(language, entry.teacher, entry.teacherAr),
    kind === 'room' ? '' : inLanguage(language, entry.room, entry.roomAr),
  ].filter((line) => line !== '');
  const content = (
    <>
      <strong>{subject}</strong>
      {lines.map((line) => (
        <bdi key={line}>{line}</bdi>
      ))}
    </>
  );
  if (!onOpen)
    return (
      <div className="timetable__card" data-testid={`lesson-${entry.weekday}-${entry.period}`}>
        {content}
      </div>
    );
  return (
    <button
      aria-label={fill(texts.open, {
        lesson: [subject, ...lines].join(', '),
        weekday: texts.weekdays[entry.weekday] ?? '',
        period: inLanguage(language, period.title, period.titleAr),
      })}
      className="timetable__card timetable__card--open"
      data-testid={`lesson-${entry.weekday}-${entry.period}`}
      onClick={() => onOpen(entry)}
      type="button"
      {...(place ? { 'data-row': place.row, 'data-column': place.column } : {})}
    >
      {content}
    </button>
  );
}
