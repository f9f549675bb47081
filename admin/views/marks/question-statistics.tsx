import type { ClassAnalytics } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { formatNumber, formatPercent } from '../../components/format.ts';
import { SeriesChart } from '../../components/series-chart.tsx';
import { titleIn } from './rubric-model.ts';
import { MARK_TEXTS } from './texts.ts';

type QuestionStatisticsProps = { paper: ClassAnalytics['papers'][number]; language: Language };

/** How each question of an assessment did: the share that was reached, and whether it tells strong pupils from weak ones. */
export function QuestionStatistics({ paper, language }: QuestionStatisticsProps) {
  const texts = MARK_TEXTS[language];
  const words = texts.statistics;
  return (
    <div className="dft-card dft-stack dft-stack--tight" data-testid="question-statistics">
      <SeriesChart
        language={language}
        series={[
          {
            label: words.mean,
            points: paper.questions.map(({ mean, ...question }) => ({
              label: titleIn(question, language),
              value: Math.round((mean ?? 0) * 1000) / 10,
            })),
          },
        ]}
        shape="bar"
        texts={{ label: texts.questions.title, asTable: words.asTable, noRows: words.none }}
        title={`${texts.questions.title} · ${paper.title}`}
        unit="%"
      />
      <div className="dft-table-wrap">
        <table className="dft-table">
          <thead>
            <tr>
              <th scope="col">{texts.questions.title}</th>
              {[words.results, words.mean, words.discrimination].map((label) => (
                <th className="dft-number" key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {paper.questions.map((question) => (
              <tr key={question.assessmentId}>
                <th scope="row">
                  <bdi>{titleIn(question, language)}</bdi>
                </th>
                <td className="dft-number">
                  <bdi>{formatNumber(question.count, language)}</bdi>
                </td>
                <td className="dft-number">
                  <bdi>{question.mean === undefined ? '—' : formatPercent(question.mean, language)}</bdi>
                </td>
                <td className="dft-number">
                  <bdi>
                    {question.discrimination === undefined
                      ? '—'
                      : formatNumber(Math.round(question.discrimination * 100) / 100, language)}
                  </bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
