'use client';

import type { PupilFigure } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { formatNumber } from '../../components/format.ts';
import { attendanceRate } from './rates.ts';
import { ATTENDANCE_TEXTS } from './texts.ts';

/** Pupils with their days, in the order they come in. */
export function PupilTable({ pupils, language }: { pupils: PupilFigure[]; language: Language }) {
  const texts = ATTENDANCE_TEXTS[language];
  if (pupils.length === 0) return <p className="dft-muted">{texts.nobodyListed}</p>;
  const columns = [
    [texts.rate, (pupil: PupilFigure) => `${formatNumber(attendanceRate(pupil), language)}%`],
    [texts.absentDays, (pupil: PupilFigure) => formatNumber(pupil.absent, language)],
    [texts.unexcusedName, (pupil: PupilFigure) => formatNumber(pupil.unexcused, language)],
    [texts.lates, (pupil: PupilFigure) => formatNumber(pupil.late, language)],
  ] as const;
  return (
    <table className="dft-table dft-table--stack">
      <thead>
        <tr>
          <th scope="col">{texts.pupil}</th>
          {columns.map(([label]) => (
            <th className="dft-number" key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pupils.map((pupil) => (
          <tr key={pupil.id}>
            <th scope="row">
              <a href={`/admin/collections/students/${pupil.id}`}>
                <bdi>{language === 'ar' ? (pupil.nameAr ?? pupil.name) : pupil.name}</bdi>
              </a>{' '}
              <bdi className="dft-muted">{pupil.admissionNumber}</bdi>
            </th>
            {columns.map(([label, read]) => (
              <td className="dft-number" data-label={label} key={label}>
                {read(pupil)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
