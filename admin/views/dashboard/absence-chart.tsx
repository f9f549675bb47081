import type { Language } from '../../../core/kernel/index.ts';
import type { AttendanceDay } from '../../../core/school/index.ts';
import { fill, formatDate, formatNumber, formatPercent } from '../../components/format.ts';
import { DASHBOARD_TEXTS } from './texts.ts';

const HEIGHT = 210;
const TOP = 24;
const BASE = 160;

/**
 * The share of absent pupils day by day. Widths are percentages and heights pixels, so that the writing keeps
 * its size on a phone; time runs from left to right in every language, because the axis of time does not mirror.
 */
export function AbsenceChart({ days, language }: { days: AttendanceDay[]; language: Language }) {
  const texts = DASHBOARD_TEXTS[language];
  const points = days.map((day) => ({ ...day, share: day.marked > 0 ? day.absent / day.marked : 0 }));
  const highest = points.reduce((top, point) => (point.share > top.share ? point : top), {
    share: 0,
    date: points[0]?.date ?? '',
  });
  if (points.length === 0) return <p className="chart__empty">{texts.trendEmpty}</p>;
  const average =
    points.reduce((sum, { absent }) => sum + absent, 0) /
    Math.max(
      points.reduce((sum, { marked }) => sum + marked, 0),
      1,
    );
  const scale = (BASE - TOP) / Math.max(highest.share, 0.04);
  const step = 100 / Math.max(points.length, 7);
  const centre = (index: number) => (index + 0.5) * step;
  const averageText = fill(texts.average, { average: formatPercent(average, language) });
  return (
    <figure className="chart">
      <svg aria-labelledby="absence-title absence-summary" height={HEIGHT} role="img" width="100%">
        <title id="absence-title">{texts.trend}</title>
        <desc id="absence-summary">
          {fill(texts.trendSummary, {
            average: formatPercent(average, language),
            highest: formatPercent(highest.share, language),
            date: formatDate(highest.date, language, { day: 'numeric', month: 'long' }),
          })}
        </desc>
        <line className="chart__base" x1="0" x2="100%" y1={BASE} y2={BASE} />
        {points.map((point, index) => {
          const height = Math.max(point.share * scale, 1);
          const x = centre(index);
          const first = index === 0 || point.date.slice(0, 7) !== points[index - 1]?.date.slice(0, 7);
          return (
            <g data-date={point.date} key={point.date}>
              <title>
                {`${formatDate(point.date, language)}: ${formatPercent(point.share, language)} (${formatNumber(point.absent, language)}/${formatNumber(point.marked, language)})`}
              </title>
              <rect
                className="chart__bar"
                height={height}
                rx="3"
                width={`${step * 0.62}%`}
                x={`${x - step * 0.31}%`}
                y={BASE - height}
              />
              <text className="chart__day" x={`${x}%`} y={BASE + 18}>
                {formatNumber(Number(point.date.slice(8)), language)}
              </text>
              {first && (
                <text className="chart__month" x={`${x}%`} y={BASE + 38}>
                  {formatDate(point.date, language, { month: 'short' })}
                </text>
              )}
            </g>
          );
        })}
        <line
          className="chart__average"
          x1="0"
          x2="100%"
          y1={BASE - average * scale}
          y2={BASE - average * scale}
        />
        {points.map((point, index) => (
          <text
            className="chart__value"
            key={point.date}
            x={`${centre(index)}%`}
            y={BASE - Math.max(point.share * scale, 1) - 6}
          >
            {formatNumber(Math.round(point.share * 1000) / 10, language)}
          </text>
        ))}
      </svg>
      <figcaption className="chart__caption">
        <span className="chart__key">{averageText}</span>
        <details>
          <summary>{texts.showTable}</summary>
          <table>
            <thead>
              <tr>
                {[texts.date, texts.absent, texts.late, texts.marked, texts.share].map((heading) => (
                  <th key={heading} scope="col">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.date}>
                  <th scope="row">{formatDate(point.date, language)}</th>
                  <td>{formatNumber(point.absent, language)}</td>
                  <td>{formatNumber(point.late, language)}</td>
                  <td>{formatNumber(point.marked, language)}</td>
                  <td>{formatPercent(point.share, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </figcaption>
    </figure>
  );
}
