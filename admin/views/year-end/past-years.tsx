import { useEffect, useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import { formatNumber, isolated } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { YEAR_END_TEXTS } from './texts.ts';
import type { Year } from './types.ts';

type RosterPupil = {
  id: string;
  name: string;
  nameAr: string | null;
  class: string | null;
  classAr: string | null;
  grade: string | null;
  gradeAr: string | null;
  admissionNumber: string;
  exitCode: 'promoted' | 'repeats' | 'left' | 'graduated' | null;
  exitReason: string | null;
  repeating: boolean;
};
type Roster = { classes: { class: string; classAr: string | null; pupils: number }[]; pupils: RosterPupil[] };

/** A year with the names, grades and classes it had. */
export function PastYears({ years, language }: { years: Year[]; language: Language }) {
  const { past: texts, offline } = YEAR_END_TEXTS[language];
  const isArabic = language === 'ar';
  const [year, setYear] = useState(
    (years.find(({ current, pupils }) => !current && pupils > 0) ?? years.find(({ pupils }) => pupils > 0))
      ?.id ?? '',
  );
  const [className, setClassName] = useState('');
  const [roster, setRoster] = useState<Roster>();
  const { problem, work } = useWork(offline);
  // biome-ignore lint/correctness/useExhaustiveDependencies: work is new with every drawing
  useEffect(() => {
    if (year === '') return;
    const query = new URLSearchParams({ year, ...(className === '' ? {} : { class: className }) });
    void work(async () => setRoster(await callApi<Roster>(`/year-end/roster?${query}`)));
  }, [year, className]);

  return (
    <section className="dft-card dft-stack" data-testid="past-years">
      <p className="dft-muted">{texts.intro}</p>
      <div className="year-end__fields">
        <label className="dft-stack--tight">
          {texts.year}
          <select
            className="dft-input"
            data-testid="past-year"
            onChange={(event) => {
              setYear(event.target.value);
              setClassName('');
            }}
            value={year}
          >
            {years.map(({ id, title }) => (
              <option key={id} value={id}>
                {isolated(title)}
              </option>
            ))}
          </select>
        </label>
        <label className="dft-stack--tight">
          {texts.class}
          <select
            className="dft-input"
            onChange={(event) => setClassName(event.target.value)}
            value={className}
          >
            <option value="">{texts.all}</option>
            {roster?.classes
              .filter((entry) => entry.class !== '')
              .map((entry) => (
                <option key={entry.class} value={entry.class}>
                  {`${isArabic ? (entry.classAr ?? entry.class) : entry.class} (${formatNumber(entry.pupils, language)})`}
                </option>
              ))}
          </select>
        </label>
      </div>
      {problem && (
        <div className="dft-notice dft-notice--error" role="alert">
          {problem}
        </div>
      )}
      {roster?.pupils.length === 0 && <p>{texts.none}</p>}
      {roster?.pupils.length === 500 && <p className="dft-muted">{texts.first}</p>}
      {roster && roster.pupils.length > 0 && (
        <div className="dft-table-wrap">
          <table className="dft-table dft-table--stack">
            <thead>
              <tr>
                {[texts.name, texts.number, texts.grade, texts.class, texts.how].map((heading) => (
                  <th key={heading} scope="col">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {roster.pupils.map((pupil) => (
                <tr key={pupil.id}>
                  <th scope="row">
                    <bdi>{isArabic ? (pupil.nameAr ?? pupil.name) : pupil.name}</bdi>
                  </th>
                  <td data-label={texts.number}>
                    <bdi>{pupil.admissionNumber}</bdi>
                  </td>
                  <td data-label={texts.grade}>
                    <bdi>{isArabic ? (pupil.gradeAr ?? pupil.grade) : pupil.grade}</bdi>
                    {pupil.repeating && ` (${texts.repeating})`}
                  </td>
                  <td data-label={texts.class}>
                    <bdi>{isArabic ? (pupil.classAr ?? pupil.class) : pupil.class}</bdi>
                  </td>
                  <td data-empty={pupil.exitCode === null} data-label={texts.how}>
                    {pupil.exitCode && texts.exit[pupil.exitCode]}
                    {pupil.exitReason && <bdi className="dft-muted"> {pupil.exitReason}</bdi>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
