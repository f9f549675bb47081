'use client';

import { useState } from 'react';
import type { MissingRegister, MissingRegisters } from '../../../core/attendance/index.ts';
import { inArabicOrder } from '../../../core/kernel/browser.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill, formatDate, formatNumber } from '../../components/format.ts';
import { Problem } from './problem.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';
import { useLoaded } from './use-loaded.ts';
import { Waiting } from './waiting.tsx';

/** Registers of a date that were due and not taken: who should have, and how long ago. */
export function MissingTab({ language, today }: { language: Language; today: string }) {
  const texts = ATTENDANCE_TEXTS[language];
  const [date, setDate] = useState(today);
  const { value, problem } = useLoaded<MissingRegisters>(`/register/missing?date=${date}`, texts.offline);
  return (
    <section className="dft-stack">
      <label className="attendance__date">
        <span>{texts.date}</span>
        <input
          className="dft-input"
          data-testid="missing-date"
          max={today}
          onChange={(event) => event.target.value && setDate(event.target.value)}
          type="date"
          value={date}
        />
        <span className="dft-muted">{formatDate(date, language)}</span>
      </label>
      <Problem text={problem} />
      {!value && problem === undefined && <Waiting language={language} />}
      {value && !value.isSchoolDay && (
        <p className="dft-notice">
          {texts.noSchoolDay} {language === 'ar' ? (value.day.titleAr ?? value.day.title) : value.day.title}
        </p>
      )}
      {value?.isSchoolDay && value.registers.length === 0 && (
        <p className="dft-notice dft-notice--good">{texts.nothingMissing}</p>
      )}
      {value && value.registers.length > 0 && (
        <div className="dft-card">
          <table className="dft-table dft-table--stack" data-testid="missing-list">
            <thead>
              <tr>
                <th scope="col">{texts.class}</th>
                <th scope="col">{texts.teacher}</th>
                <th scope="col">{texts.due}</th>
                <th scope="col">{texts.lateness}</th>
                <th scope="col">
                  <span className="dft-hidden">{texts.open}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {value.registers.map((register) => (
                <MissingRow
                  date={date}
                  key={`${register.id} ${register.period}`}
                  language={language}
                  register={register}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

// Minutes while they can be imagined, then hours with them.
function duration(minutes: number, language: Language): string {
  const texts = ATTENDANCE_TEXTS[language];
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return counted(texts.minutes, minutes, language);
  const whole = counted(texts.hours, hours, language);
  return rest === 0
    ? whole
    : fill(texts.hoursAnd, { hours: whole, minutes: counted(texts.minutes, rest, language) });
}

type MissingRowProps = { register: MissingRegister; date: string; language: Language };

function MissingRow({ register, date, language }: MissingRowProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const arabic = language === 'ar';
  const query = new URLSearchParams({ kind: register.kind, id: register.id, date });
  if (register.period > 0) query.set('period', String(register.period));
  return (
    <tr>
      <th scope="row">
        <bdi>{arabic ? inArabicOrder(register.titleAr ?? register.title) : register.title}</bdi>
        {register.period > 0 && (
          <span className="dft-muted">
            {' · '}
            {fill(texts.lesson, { period: formatNumber(register.period, language) })}
          </span>
        )}
      </th>
      <td data-label={texts.teacher}>
        {register.teachers.length === 0
          ? texts.nobody
          : register.teachers.map((teacher, index) => (
              <span key={teacher.id}>
                {index > 0 && (arabic ? '، ' : ', ')}
                <bdi>{arabic ? (teacher.nameAr ?? teacher.name) : teacher.name}</bdi>
              </span>
            ))}
      </td>
      <td data-label={texts.due}>
        <bdi dir="ltr">{register.due}</bdi>
      </td>
      <td data-empty={register.lateMinutes === null} data-label={texts.lateness}>
        {register.lateMinutes !== null && duration(register.lateMinutes, language)}
      </td>
      <td>
        <a href={`/admin/register?${query}`}>{texts.open}</a>
      </td>
    </tr>
  );
}
