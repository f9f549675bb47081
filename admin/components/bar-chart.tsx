import { formatCount } from './language.ts';
import './bar-chart.css';

const WIDTH = 720;
const HEIGHT = 160;
const TOP = 18;
const BOTTOM = 22;
const SIDE = 8;

type Bar = {
  label: string;
  value: number;
  /** What stands under the bar; without it the end of the label. */
  text?: string;
};

/**
 * Bars in the order of time, oldest on the left in every language: tables mirror, the axis of time does not.
 * Read out as one picture with its title; offer a table beside it for the numbers.
 */
export function BarChart({ bars, title }: { bars: Bar[]; title: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = (WIDTH - SIDE * 2) / Math.max(1, bars.length);
  const room = HEIGHT - TOP - BOTTOM;
  const marked = new Set([0, Math.floor(bars.length / 2), bars.length - 1]);
  const peak = bars.findIndex(({ value }) => value === most);
  return (
    <div className="bar-chart" dir="ltr">
      <svg aria-label={title} preserveAspectRatio="none" role="img" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
        <title>{title}</title>
        <line className="bar-chart__base" x1={0} x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
        {bars.map(({ label, value, text }, index) => {
          const height = value === 0 ? 0 : Math.max(2, (value / most) * room);
          const x = SIDE + index * step;
          return (
            <g key={label}>
              <rect className="bar-chart__hit" height={HEIGHT} width={step} x={x} y={0}>
                <title>{`${text ?? label}: ${formatCount(value)}`}</title>
              </rect>
              <rect
                className="bar-chart__bar"
                height={height}
                rx={2}
                width={step * 0.72}
                x={x + step * 0.14}
                y={HEIGHT - BOTTOM - height}
              />
            </g>
          );
        })}
      </svg>
      <div aria-hidden="true" className="bar-chart__labels">
        {bars.map(({ label, text }, index) =>
          marked.has(index) ? <bdi key={label}>{text ?? label.slice(5)}</bdi> : null,
        )}
      </div>
      {peak >= 0 && (bars[peak]?.value ?? 0) > 0 && (
        <span
          aria-hidden="true"
          className="bar-chart__peak"
          style={{ insetInlineStart: `${((SIDE + (peak + 0.5) * step) / WIDTH) * 100}%` }}
        >
          <bdi>{formatCount(most)}</bdi>
        </span>
      )}
    </div>
  );
}
