import type { DataReadDay } from '../../../marketplace/index.ts';
import { BarChart } from '../../components/bar-chart.tsx';
import { fill } from '../../components/format.ts';
import { formatCount } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { DataAccessTexts } from './texts.ts';

const MOST_DAYS = 92;

type Props = { days: DataReadDay[]; from: string; to: string; texts: DataAccessTexts };

/** One small chart for each class of data: records read a day, days without any included; of a long range the last three months. */
export function DataAccessChart({ days, from, to, texts }: Props) {
  const classes = [...new Set(days.map(({ dataClass }) => dataClass))].sort();
  const last = Date.parse(`${to}T00:00:00Z`);
  const length = Math.min(MOST_DAYS, Math.round((last - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1);
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="data-access-chart">
      <h2>{texts.perDay}</h2>
      {classes.length === 0 && <p>{texts.noneRead}</p>}
      <div className="data-access__charts">
        {classes.map((dataClass) => {
          const own = days.filter((entry) => entry.dataClass === dataClass);
          const rows = new Map(own.map((entry) => [entry.day, entry.rows]));
          const bars = Array.from({ length: Math.max(1, length) }, (_, index) => {
            const label = new Date(last - (length - 1 - index) * 86_400_000).toISOString().slice(0, 10);
            return { label, value: rows.get(label) ?? 0 };
          });
          const name = texts.dataClasses[dataClass] ?? dataClass;
          const most = formatCount(Math.max(...bars.map(({ value }) => value)));
          return (
            <figure className="data-access__chart" data-class={dataClass} key={dataClass}>
              <figcaption>
                <strong>{name}</strong>{' '}
                <span className="dft-muted">
                  <Phrase
                    text={texts.total}
                    values={{ rows: formatCount(sum(own, 'rows')), reads: formatCount(sum(own, 'reads')) }}
                  />
                </span>
              </figcaption>
              <BarChart
                bars={bars}
                title={fill(texts.chartLabel, { class: name, from: bars[0]?.label ?? from, to, most })}
              />
            </figure>
          );
        })}
      </div>
    </section>
  );
}

function sum(days: DataReadDay[], key: 'rows' | 'reads'): number {
  return days.reduce((total, day) => total + day[key], 0);
}
