'use client';

import { useId } from 'react';
import { type Scale, scaleOf } from './chart-scale.ts';
import { formatNumber } from './format.ts';
import type { Language } from './language.ts';
import './series-chart.css';

type Series = { label: string; points: { label: string; value: number }[] };

type Props = {
  title: string;
  /** The same words stand right above it. */
  isTitleHidden?: boolean;
  shape: 'bar' | 'line';
  series: Series[];
  unit: string | undefined;
  language: Language;
  texts: Record<'label' | 'asTable' | 'noRows', string>;
};

const HEIGHT = 200;
const TOP = 18;
const LABELS = 6;

/**
 * Up to four series as bars or lines, the first point on the left in every language: tables mirror, the axis of time does
 * not. Widths are percentages and heights pixels, so that writing keeps its size on a phone. The numbers are in a table.
 */
export function SeriesChart({ title, isTitleHidden = false, shape, series, unit, language, texts }: Props) {
  const id = useId();
  const longest = series.reduce(
    (best, { points }) => (points.length > best.length ? points : best),
    [...(series[0]?.points ?? [])],
  );
  const labels = longest.map(({ label }) => label);
  const scale = scaleOf(series.flatMap(({ points }) => points.map(({ value }) => value)));
  const widest = Math.max(...scale.ticks.map((tick) => formatNumber(tick, language).length));
  const y = (value: number) => HEIGHT - ((value - scale.low) / (scale.high - scale.low)) * (HEIGHT - TOP);
  return (
    <figure aria-labelledby={id} className="series-chart">
      <figcaption className="series-chart__title">
        <h3 className={isTitleHidden ? 'dft-hidden' : ''} id={id}>
          <bdi>{title}</bdi>
        </h3>
        {unit !== undefined && <span className="dft-muted">{unit}</span>}
      </figcaption>
      {labels.length === 0 ? (
        <p className="dft-muted">{texts.noRows}</p>
      ) : (
        <>
          {series.length > 1 && (
            <ul className="series-chart__legend">
              {series.map(({ label }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two series may have one name
                <li className={`series-chart__key series-chart__key--${index}`} key={index}>
                  <bdi>{label}</bdi>
                </li>
              ))}
            </ul>
          )}
          <div
            aria-hidden="true"
            className="series-chart__plot"
            dir="ltr"
            style={{ paddingInlineStart: `${widest + 2}ch` }}
          >
            <svg height={HEIGHT} width="100%">
              <title>{title}</title>
              <Grid scale={scale} y={y} />
              {shape === 'bar' ? (
                <Bars count={labels.length} language={language} series={series} y={y} />
              ) : (
                <Lines count={labels.length} language={language} series={series} y={y} />
              )}
              <Ticks language={language} scale={scale} y={y} />
            </svg>
            <Labels labels={labels} />
          </div>
          <Numbers labels={labels} language={language} series={series} texts={texts} />
        </>
      )}
    </figure>
  );
}

type Drawn = { series: Series[]; count: number; language: Language; y: (value: number) => number };

function Grid({ scale, y }: { scale: Scale; y: Drawn['y'] }) {
  return scale.ticks.map((tick) => (
    <line
      key={tick}
      className={tick === 0 ? 'series-chart__base' : 'series-chart__grid'}
      x1="0"
      x2="100%"
      y1={y(tick)}
      y2={y(tick)}
    />
  ));
}

// In front of the plot, so that no bar stands on them.
function Ticks({ scale, language, y }: { scale: Scale; language: Language; y: Drawn['y'] }) {
  return scale.ticks.map((tick) => (
    <text className="series-chart__tick" key={tick} textAnchor="end" x="-8" y={y(tick) + 4}>
      {formatNumber(tick, language)}
    </text>
  ));
}

function Bars({ series, count, language, y }: Drawn) {
  const step = 100 / count;
  const width = (step * 0.72) / series.length;
  return series.map(({ label, points }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two series may have one name
    <g className={`series-chart__series series-chart__series--${index}`} key={index}>
      {points.map((point, place) => (
        <rect
          height={Math.max(Math.abs(y(point.value) - y(0)), point.value === 0 ? 0 : 1)}
          // biome-ignore lint/suspicious/noArrayIndexKey: points are in the order of time
          key={place}
          rx="2"
          width={`${width * 0.94}%`}
          x={`${place * step + step * 0.14 + index * width}%`}
          y={Math.min(y(point.value), y(0))}
        >
          <title>{`${label} · ${point.label}: ${formatNumber(point.value, language)}`}</title>
        </rect>
      ))}
    </g>
  ));
}

function Lines({ series, count, language, y }: Drawn) {
  const x = (place: number) => ((place + 0.5) * 100) / count;
  return series.map(({ label, points }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two series may have one name
    <g className={`series-chart__series series-chart__series--${index}`} key={index}>
      <svg
        aria-hidden="true"
        height={HEIGHT}
        preserveAspectRatio="none"
        viewBox={`0 0 100 ${HEIGHT}`}
        width="100%"
      >
        <polyline points={points.map(({ value }, place) => `${x(place)},${y(value)}`).join(' ')} />
      </svg>
      {points.map((point, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: points are in the order of time
        <circle cx={`${x(place)}%`} cy={y(point.value)} key={place} r={count > 40 ? 2 : 4}>
          <title>{`${label} · ${point.label}: ${formatNumber(point.value, language)}`}</title>
        </circle>
      ))}
    </g>
  ));
}

// Every label while there is room for it, then one for a group of points.
function Labels({ labels }: { labels: string[] }) {
  const group = labels.length <= LABELS + 2 ? 1 : Math.ceil(labels.length / LABELS);
  const starts = labels.flatMap((label, index) => (index % group === 0 ? [{ label, index }] : []));
  const columns = starts.map(({ index }) => `minmax(0, ${Math.min(group, labels.length - index)}fr)`);
  return (
    <div
      className={`series-chart__labels${group === 1 ? '' : ' series-chart__labels--some'}`}
      style={{ gridTemplateColumns: columns.join(' ') }}
    >
      {starts.map(({ label, index }) => (
        <bdi key={index} title={label}>
          {/* A short last group has no room for it. */}
          {Math.min(group, labels.length - index) * 2 >= group ? label : ''}
        </bdi>
      ))}
    </div>
  );
}

function Numbers({
  labels,
  series,
  language,
  texts,
}: Pick<Props, 'series' | 'language' | 'texts'> & { labels: string[] }) {
  return (
    <details className="series-chart__numbers">
      <summary>{texts.asTable}</summary>
      <div className="dft-table-wrap">
        <table className="dft-table">
          <thead>
            <tr>
              <th scope="col">{texts.label}</th>
              {series.map(({ label }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two series may have one name
                <th className="dft-number" key={index} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: points are in the order of time
              <tr key={place}>
                <th scope="row">
                  <bdi>{label}</bdi>
                </th>
                {series.map(({ points }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two series may have one name
                  <td className="dft-number" key={index}>
                    {points[place] === undefined ? '–' : formatNumber(points[place].value, language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
