import type { InTheWay, TimetableChoices } from '../../../core/timetable/index.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { moveInGrid } from './grid-keys.ts';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import type { Slot } from './week-grid.tsx';

type Props = {
  periods: TimetableChoices['periods'];
  weekdays: readonly number[];
  taken: readonly InTheWay[];
  isChecking: boolean;
  chosen: Slot;
  language: Language;
  onChoose: (slot: Slot) => void;
};

/** A small week in which a period is chosen; those in which somebody is busy say who. */
export function SlotPicker({ periods, weekdays, taken, isChecking, chosen, language, onChoose }: Props) {
  const texts = TIMETABLE_TEXTS[language];
  const lessons = periods.filter(({ number }) => number > 0);
  return (
    <div className="dft-stack dft-stack--tight">
      <span>
        {texts.when} <span className="dft-muted">{isChecking ? texts.checking : ''}</span>
      </span>
      <div className="dft-table-wrap">
        <table
          aria-label={texts.when}
          className="timetable__slots"
          onKeyDown={(event) => moveInGrid(event, { rows: lessons.length, columns: weekdays.length })}
        >
          <thead>
            <tr>
              <td />
              {weekdays.map((weekday) => (
                <th key={weekday} scope="col">
                  {texts.weekdays[weekday]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lessons.map((period, row) => (
              <tr key={period.id}>
                <th scope="row">{period.number}</th>
                {weekdays.map((weekday, column) => {
                  const clash = taken.find(
                    (entry) => entry.weekday === weekday && entry.period === period.number,
                  );
                  const isChosen = chosen.weekday === weekday && chosen.period === period.number;
                  const place = {
                    weekday: texts.weekdays[weekday] ?? '',
                    period: inLanguage(language, period.title, period.titleAr),
                  };
                  const label = clash
                    ? fill(texts.slotTaken, {
                        ...place,
                        why: fill(texts.reasons[clash.kind], {
                          lesson: inLanguage(language, clash.lesson, clash.lessonAr),
                        }),
                      })
                    : fill(texts.slotFree, place);
                  return (
                    <td key={weekday}>
                      <button
                        aria-label={label}
                        aria-pressed={isChosen}
                        className={`timetable__slot${clash ? ' timetable__slot--taken' : ''}`}
                        data-column={column}
                        data-row={row}
                        data-testid={`pick-${weekday}-${period.number}`}
                        onClick={() => onChoose({ weekday, period: period.number })}
                        title={label}
                        type="button"
                      >
                        {clash ? '×' : isChosen ? '✓' : ''}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
