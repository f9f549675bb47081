'use client';

import { useState } from 'react';
import type { Cohort, Figures } from '../../../core/billing/index.ts';
import { downloadCsv } from '../../components/download-csv.ts';
import { fill, formatNumber, formatPercent } from '../../components/format.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import type { Behind } from './rows-behind.tsx';
import { FIGURES_TEXTS } from './texts.ts';

type By = 'revenue' | 'schools';
type Props = { figures: Figures; language: Language; onOpen: (behind: Behind) => void };

const shareOf = (cohort: Cohort, cell: Cohort['cells'][number], by: By) =>
  by === 'revenue' ? cell.cents / cohort.startCents : cell.schools / cohort.schools;

/** What is left of the schools that began in a month, as a table whose colour is the share; a cell opens its schools. */
export function CohortTable({ figures: { cohorts }, language, onOpen }: Props) {
  const texts = FIGURES_TEXTS[language];
  const [by, setBy] = useState<By>('revenue');
  const length = Math.max(0, ...cohorts.map(({ cells }) => cells.length));
  const csv = () =>
    downloadCsv('cohorts.csv', [
      ['cohort', 'month', 'schools at start', 'revenue at start', 'schools', 'revenue'],
      ...cohorts.flatMap((cohort) =>
        cohort.cells.map((cell) => [
          ...[cohort.month, cell.month, cohort.schools, cohort.startCents / 100],
          ...[cell.schools, cell.cents / 100],
        ]),
      ),
    ]);
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="figures-cohorts">
      <div className="dft-row dft-row--between">
        <h2>{texts.cohorts}</h2>
        <fieldset className="dft-tabs figures__tabs">
          <legend className="dft-hidden">{texts.cohortBy}</legend>
          {(['revenue', 'schools'] as const).map((choice) => (
            <button
              aria-pressed={by === choice}
              className="dft-tab"
              key={choice}
              onClick={() => setBy(choice)}
              type="button"
            >
              {choice === 'revenue' ? texts.byRevenue : texts.bySchools}
            </button>
          ))}
          <button className="dft-tab" onClick={csv} type="button">
            {texts.csv}
          </button>
        </fieldset>
      </div>
      <p className="dft-muted">{texts.cohortsLead}</p>
      {cohorts.length === 0 ? (
        <p className="dft-muted">{texts.noRows}</p>
      ) : (
        <div className="dft-table-wrap">
          <table className="dft-table figures__cohorts">
            <thead>
              <tr>
                <th scope="col">{texts.cohort}</th>
                <th className="dft-number" scope="col">
                  {by === 'revenue' ? texts.byRevenue : texts.bySchools}
                </th>
                {Array.from({ length }, (_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the number of the month is its name
                  <th key={index} scope="col" title={fill(texts.monthNumber, { count: index })}>
                    {formatNumber(index, language)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cohorts.map((cohort) => (
                <tr key={cohort.month}>
                  <th scope="row">
                    <bdi>{cohort.month}</bdi>
                  </th>
                  <td className="dft-number">
                    <bdi>
                      {by === 'revenue'
                        ? formatMoney(cohort.startCents, language, { places: 0 })
                        : formatNumber(cohort.schools, language)}
                    </bdi>
                  </td>
                  {cohort.cells.map((cell) => {
                    const share = shareOf(cohort, cell, by);
                    const exact = `${cell.month}: ${formatMoney(cell.cents, language)}, ${cell.schools}`;
                    return (
                      <td className="figures__cell" key={cell.month}>
                        <button
                          onClick={() =>
                            onOpen({
                              title: `${texts.cohorts}: ${cohort.month}, ${cell.month}`,
                              of: 'cohort',
                              month: cell.month,
                              span: 1,
                              cohort: cohort.month,
                            })
                          }
                          style={{ '--share': `${Math.min(1, share) * 70}%` } as React.CSSProperties}
                          title={exact}
                          type="button"
                        >
                          <bdi>{formatPercent(share, language)}</bdi>
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
