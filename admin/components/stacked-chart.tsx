'use client';

import { useId } from 'react';
import { scaleOf } from './chart-scale.ts';
import { formatNumber } from './format.ts';
import type { Language } from './language.ts';
import './series-chart.css';
import './stacked-chart.css';

type Bar = {
  label: string;
  /** What stands under the bar; without it the end of the label. */
  text?: string;
  /** One value a name, above or below zero. */
  parts: number[];
};
type Props = {
  title: string;
  names: string[];
  bars: Bar[];
  language: Language;
  /** What a bar shows when it is chosen; without it a bar is no button. */
  onOpen?: (label: string) => void;
};

const HEIGHT = 240;
const TOP = 18;

/**
 * Bars of parts on top of each other, those below zero downwards; up to five names. The oldest is on the left in every
 * language: tables mirror, the axis of time does not. Widths are percentages, so that it fits a phone.
 */
export function StackedChart({ title, names, bars, language, onOpen }: Props) {
  const id = useId();
  const scale = scaleOf(bars.flatMap(({ parts }) => [sumOf(parts, 1), sumOf(parts, -1)]));
  const y = (value: number) => HEIGHT - ((value - scale.low) / (scale.high - scale.low)) * (HEIGHT - TOP);
  const step = 100 / Math.max(1, bars.length);
  return (
    <figure aria-labelledby={id} className="series-chart stacked-chart">
      <figcaption className="dft-hidden" id={id}>
        {title}
      </figcaption>
      <ul className="series-chart__legend">
        {names.map((name, index) => (
          <li className={`series-chart__key stacked-chart__part--${index}`} key={name}>
            {name}
          </li>
        ))}
      </ul>
      <div className="series-chart__plot" dir="ltr">
        <svg aria-hidden="true" height={HEIGHT + 4} width="100%">
          <title>{title}</title>
          {scale.ticks.map((tick) => (
            <line
              className={tick === 0 ? 'series-chart__base' : 'series-chart__grid'}
              key={tick}
              x1="0"
              x2="100%"
              y1={y(tick)}
              y2={y(tick)}
            />
          ))}
          {bars.map((bar, place) => (
            <g key={bar.label}>
              {stacked(bar.parts).map(({ from, to, index }) => (
                <rect
                  className={`stacked-chart__part--${index}`}
                  height={Math.max(1, Math.abs(y(to) - y(from)))}
                  key={index}
                  width={`${step * 0.62}%`}
                  x={`${place * step + step * 0.19}%`}
                  y={Math.min(y(from), y(to))}
                >
                  <title>{`${bar.text ?? bar.label} · ${names[index]}: ${formatNumber(to - from, language)}`}</title>
                </rect>
              ))}
            </g>
          ))}
          {scale.ticks.map((tick) => (
            <text className="series-chart__tick stacked-chart__tick" key={tick} x="0" y={y(tick) - 4}>
              {formatNumber(tick, language)}
            </text>
          ))}
        </svg>
        <div
          className="stacked-chart__labels"
          style={{ gridTemplateColumns: `repeat(${bars.length}, minmax(0, 1fr))` }}
        >
          {bars.map(({ label, text }) =>
            onOpen ? (
              <button key={label} onClick={() => onOpen(label)} title={`${title}, ${label}`} type="button">
                <bdi>{text ?? label.slice(2)}</bdi>
              </button>
            ) : (
              <span key={label}>
                <bdi>{text ?? label.slice(2)}</bdi>
              </span>
            ),
          )}
        </div>
      </div>
    </figure>
  );
}

function sumOf(parts: number[], sign: 1 | -1): number {
  return parts.filter((part) => part * sign > 0).reduce((sum, part) => sum + part, 0);
}

// Where each part begins and ends: those above zero upwards from it, the others downwards.
function stacked(parts: number[]): { from: number; to: number; index: number }[] {
  let [up, down] = [0, 0];
  return parts.flatMap((part, index) => {
    if (part === 0) return [];
    const from = part > 0 ? up : down;
    if (part > 0) up += part;
    else down += part;
    return [{ from, to: from + part, index }];
  });
}
