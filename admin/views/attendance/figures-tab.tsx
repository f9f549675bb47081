'use client';

import { useState } from 'react';
import type { Figures } from '../../../core/attendance/index.ts';
import { addDays } from '../../../core/kernel/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill, formatDate, formatNumber, formatPercent } from '../../components/format.ts';
import { SeriesChart } from '../../components/series-chart.tsx';
import { StackedChart } from '../../components/stacked-chart.tsx';
import { HeatMap } from './heat-map.tsx';
import { Problem } from './problem.tsx';
import { PupilTable } from './pupil-table.tsx';
import { attendanceRate, byWeek } from './rates.ts';
import { ATTENDANCE_TEXTS } from './texts.ts';
import { useLoaded } from './use-loaded.ts';
import { Waiting } from './waiting.tsx';

type FiguresTabProps = { language: Language; today: string; firstWeekday: number; weekendDays: number[] };

/** Rates by day, week, grade and class, the pattern of weekdays, chronic absence and lates, for a span of dates. */
export function FiguresTab({ language, today, firstWeekday, weekendDays }: FiguresTabProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const back = (days: number) => addDays(today, -days);
  const [span, setSpan] = useState({ from: back(60), to: today });
  const [classroom, setClassroom] = useState<string>();
  const query = new URLSearchParams({ ...span, ...(classroom ? { classroom } : {}) });
  const { value, problem } = useLoaded<Figures>(`/register/figures?${query}`, texts.offline);
  const arabic = language === 'ar';
  const named = (one: { title: string; titleAr: string | null }) =>
    arabic ? (one.titleAr ?? one.title) : one.title;
  const rates = (label: string, points: { label: string; value: number }[]) => [{ label, points }];
  const chart = { language, texts: texts.chart, unit: '%' } as const;
  const short = (date: string) => formatDate(date, language, { day: 'numeric', month: 'short' });
  const weeks = byWeek(value?.days ?? [], firstWeekday);
  return (
    <section className="dft-stack" data-testid="figures">
      <div className="attendance__fields">
        {(['from', 'to'] as const).map((side) => (
          <label key={side}>
            <span>{side === 'from' ? texts.firstDay : texts.lastDay}</span>
            <input
              className="dft-input"
              max={today}
              onChange={({ target }) => target.value && setSpan((now) => ({ ...now, [side]: target.value }))}
              type="date"
              value={span[side]}
            />
          </label>
        ))}
        {classroom !== undefined && (
          <button className="dft-tab" onClick={() => setClassroom(undefined)} type="button">
            {texts.allClasses}
          </button>
        )}
      </div>
      <Problem text={problem} />
      {!value && problem === undefined && <Waiting language={language} />}
      {value && value.days.length === 0 && <p className="dft-notice">{texts.noDays}</p>}
      {value && value.days.length > 0 && (
        <>
          <div className="dft-card">
            <SeriesChart
              {...chart}
              series={rates(
                texts.rate,
                value.days.map((day) => ({ label: short(day.date), value: attendanceRate(day) })),
              )}
              shape="line"
              title={texts.byDay}
            />
          </div>
          <div className="dft-card dft-stack dft-stack--tight">
            <h3>{texts.byWeek}</h3>
            <StackedChart
              bars={weeks.map((week) => ({
                label: week.date,
                text: short(week.date),
                parts: [week.absent - week.unexcused, week.unexcused, week.late],
              }))}
              language={language}
              names={[texts.excusedDays, texts.unexcusedName, texts.lates]}
              title={texts.byWeek}
            />
          </div>
          {value.grades.length > 0 && (
            <div className="dft-card">
              <SeriesChart
                {...chart}
                series={rates(
                  texts.rate,
                  value.grades.map((grade) => ({ label: named(grade), value: attendanceRate(grade) })),
                )}
                shape="bar"
                title={texts.byGrade}
              />
            </div>
          )}
          <HeatMap
            classes={value.classes}
            firstWeekday={firstWeekday}
            language={language}
            onChoose={setClassroom}
            weekendDays={weekendDays}
          />
          <div className="dft-card dft-stack dft-stack--tight">
            <h3>{texts.chronic}</h3>
            <p className="dft-muted">
              {fill(texts.chronicText, {
                count: formatNumber(value.chronic.count, language),
                pupils: formatNumber(value.chronic.pupils, language),
                share: formatPercent(
                  value.chronic.pupils === 0 ? 0 : value.chronic.count / value.chronic.pupils,
                  language,
                ),
              })}
            </p>
            <PupilTable language={language} pupils={value.chronic.list} />
          </div>
          <div className="dft-card dft-stack dft-stack--tight">
            <h3>{texts.mostLate}</h3>
            <PupilTable language={language} pupils={value.late} />
          </div>
        </>
      )}
    </section>
  );
}
