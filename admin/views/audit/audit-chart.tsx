import { BarChart } from '../../components/bar-chart.tsx';
import { fill } from '../../components/format.ts';
import { formatCount } from '../../components/language.ts';
import type { AuditTexts } from './texts.ts';

const MOST_DAYS = 92;

type AuditChartProps = {
  days: { day: string; entries: number }[];
  from: string;
  to: string;
  texts: AuditTexts;
};

/** Entries a day, days without any included; of a long range the last three months. */
export function AuditChart({ days, from, to, texts }: AuditChartProps) {
  const counts = new Map(days.map(({ day, entries }) => [day, entries]));
  const last = Date.parse(`${to}T00:00:00Z`);
  const length = Math.min(
    MOST_DAYS,
    Math.max(1, Math.round((last - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1),
  );
  const bars = Array.from({ length }, (_, index) => {
    const label = new Date(last - (length - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return { label, value: counts.get(label) ?? 0 };
  });
  const most = formatCount(Math.max(...bars.map(({ value }) => value)));
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <h2>{texts.perDay}</h2>
      <BarChart bars={bars} title={fill(texts.chartLabel, { from: bars[0]?.label ?? from, to, most })} />
    </section>
  );
}
