'use client';

import { useEffect, useState } from 'react';
import type { ClassAnalytics, SheetRef } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatNumber, formatPercent } from '../../components/format.ts';
import { SeriesChart } from '../../components/series-chart.tsx';
import { QuestionStatistics } from './question-statistics.tsx';
import { MARK_TEXTS } from './texts.ts';

type StatisticsBoardProps = { sheetRef: SheetRef; language: Language };

/** How a lesson group did: the term marks and each assessment, as charts and numbers. */
export function StatisticsBoard({ sheetRef, language }: StatisticsBoardProps) {
  const texts = MARK_TEXTS[language];
  const words = texts.statistics;
  const [analytics, setAnalytics] = useState<ClassAnalytics>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    setAnalytics(undefined);
    setProblem(undefined);
    callApi<ClassAnalytics>(`/gradebook/analytics?${new URLSearchParams(sheetRef)}`).then(
      (answer) => isCurrent && setAnalytics(answer),
      (error: unknown) => isCurrent && setProblem(problemSentence(error, texts.offline)),
    );
    return () => {
      isCurrent = false;
    };
  }, [sheetRef, texts.offline]);
  if (problem !== undefined)
    return (
      <p className="dft-notice dft-notice--error" role="alert">
        {problem}
      </p>
    );
  if (!analytics) return <p aria-busy="true">{texts.loading}</p>;
  const { termMarks, assessments } = analytics;
  const steps = termMarks.histogram.map((value, index) => ({
    label: `${index * 10}–${index * 10 + 10}`,
    value,
  }));
  const percent = (share: number | undefined) => (share === undefined ? '' : formatPercent(share, language));
  const chart = {
    language,
    unit: undefined,
    texts: { label: words.label, asTable: words.asTable, noRows: words.none },
  };
  const tiles: [string, string][] = [
    [words.pupils, formatNumber(analytics.pupils, language)],
    [words.mean, percent(termMarks.mean)],
    [words.median, percent(termMarks.median)],
    [words.passed, formatNumber(termMarks.passed, language)],
    [words.failed, formatNumber(termMarks.failed, language)],
    [words.incomplete, formatNumber(termMarks.incomplete, language)],
  ];
  return (
    <section className="dft-stack" data-testid="marks-statistics">
      <h2>{words.marks}</h2>
      <dl className="marks-tiles">
        {tiles.map(([label, value]) => (
          <div className="dft-card" key={label}>
            <dt className="dft-muted">{label}</dt>
            <dd>
              <bdi>{value || '—'}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <div className="dft-card">
        <SeriesChart
          {...chart}
          series={[{ label: words.pupils, points: steps }]}
          shape="bar"
          title={words.distribution}
        />
      </div>
      <div className="dft-card">
        <SeriesChart
          {...chart}
          series={[
            {
              label: words.mean,
              points: assessments.map(({ title, mean }) => ({
                label: title,
                value: Math.round((mean ?? 0) * 1000) / 10,
              })),
            },
          ]}
          shape="bar"
          title={words.meanOf}
          unit="%"
        />
      </div>
      <div className="dft-card dft-table-wrap">
        <table className="dft-table dft-table--stack">
          <thead>
            <tr>
              <th scope="col">{texts.assessments}</th>
              {[
                words.results,
                words.mean,
                words.median,
                words.deviation,
                words.lowest,
                words.highest,
                words.discrimination,
              ].map((label) => (
                <th className="dft-number" key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {assessments.map((one) => (
              <tr key={one.assessmentId}>
                <th scope="row">
                  <bdi>{one.title}</bdi>
                </th>
                <Cell label={words.results} value={formatNumber(one.count, language)} />
                <Cell label={words.mean} value={percent(one.mean)} />
                <Cell label={words.median} value={percent(one.median)} />
                <Cell label={words.deviation} value={percent(one.standardDeviation)} />
                <Cell label={words.lowest} value={percent(one.lowest)} />
                <Cell label={words.highest} value={percent(one.highest)} />
                <Cell
                  label={words.discrimination}
                  value={
                    one.discrimination === undefined
                      ? ''
                      : formatNumber(Math.round(one.discrimination * 100) / 100, language)
                  }
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {analytics.papers.map((paper) => (
        <QuestionStatistics key={paper.assessmentId} language={language} paper={paper} />
      ))}
      <p className="dft-muted">{words.discriminationHint}</p>
    </section>
  );
}

function Cell({ label, value }: { label: string; value: string }) {
  return (
    <td className="dft-number" data-empty={value === ''} data-label={label}>
      <bdi>{value || '—'}</bdi>
    </td>
  );
}
