'use client';

import type { Figures } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { formatNumber } from '../../components/format.ts';
import { attendanceRate, heatOf } from './rates.ts';
import { ATTENDANCE_TEXTS } from './texts.ts';

type HeatMapProps = {
  classes: Figures['classes'];
  language: Language;
  firstWeekday: number;
  weekendDays: number[];
  onChoose: (classroom: string) => void;
};

/** Absence of each class by weekday: the darker, the more were away. The numbers stand in the cells. */
export function HeatMap({ classes, language, firstWeekday, weekendDays, onChoose }: HeatMapProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const arabic = language === 'ar';
  const weekdays = Array.from({ length: 7 }, (_, index) => (firstWeekday + index) % 7).filter(
    (weekday) => !weekendDays.includes(weekday),
  );
  // The first of January 2023 was a Sunday.
  const nameOf = (weekday: number) =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(
      Date.UTC(2023, 0, 1 + weekday),
    );
  return (
    <div className="dft-card dft-stack dft-stack--tight">
      <h3>{texts.pattern}</h3>
      <p className="dft-muted">{texts.patternText}</p>
      <div className="dft-table-wrap">
        <table className="dft-table heat-map" data-testid="heat-map">
          <thead>
            <tr>
              <th scope="col">{texts.class}</th>
              {weekdays.map((weekday) => (
                <th className="heat-map__day" key={weekday} scope="col">
                  {nameOf(weekday)}
                </th>
              ))}
              <th className="dft-number" scope="col">
                {texts.rate}
              </th>
              <th className="dft-number" scope="col">
                {texts.lates}
              </th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <button className="heat-map__class" onClick={() => onChoose(one.id)} type="button">
                    <bdi>{arabic ? (one.titleAr ?? one.title) : one.title}</bdi>
                  </button>
                </th>
                {weekdays.map((weekday) => {
                  const cell = one.weekdays.find((day) => day.weekday === weekday);
                  return (
                    <td
                      className={`heat-map__cell heat-map__cell--${cell ? heatOf(cell) : 'none'}`}
                      key={weekday}
                    >
                      {cell
                        ? `${formatNumber(Math.round((100 - attendanceRate(cell)) * 10) / 10, language)}%`
                        : '–'}
                    </td>
                  );
                })}
                <td className="dft-number">{formatNumber(attendanceRate(one), language)}%</td>
                <td className="dft-number">{formatNumber(one.late, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
