import type { SimulationSummary } from '../../../../core/billing/browser.ts';
import { formatNumber } from '../../../components/format.ts';
import { formatMoney } from '../../../components/format-money.ts';
import type { Language } from '../../../components/language.ts';
import { PRICE_BOOK_TEXTS, type PriceBookTexts } from '../texts.ts';

/** The outcome of a simulation in a few numbers. */
export function SummaryTiles({ summary, language }: { summary: SimulationSummary; language: Language }) {
  const texts = PRICE_BOOK_TEXTS[language];
  const counts: [string, number, number][] = [
    [texts.paysMore, summary.paysMore, summary.schools],
    [texts.paysLess, summary.paysLess, summary.schools],
    [texts.same, summary.same, summary.schools],
    [texts.aboveCeiling, summary.aboveCeiling, summary.schools],
    [texts.withProblems, summary.problems, summary.schools],
  ];
  const amounts: [string, number, number][] = [
    [texts.mrr, summary.mrrBefore, summary.mrrAfter],
    [texts.total, summary.before, summary.after],
  ];
  return (
    <div className="price-book__tiles">
      {amounts.map(([title, before, after]) => (
        <div className="dft-card price-book__tile" data-testid="simulation-amount" key={title}>
          <span className="dft-muted">{title}</span>
          <strong>{signed(after - before, language)}</strong>
          <span>
            <bdi dir="ltr">
              <span className="dft-nowrap">{formatMoney(before, language)} →</span>{' '}
              <span className="dft-nowrap">{formatMoney(after, language)}</span>
            </bdi>
          </span>
        </div>
      ))}
      {counts.map(([title, count, all]) => (
        <div className="dft-card price-book__tile" key={title}>
          <span className="dft-muted">{title}</span>
          <strong>{formatNumber(count, language)}</strong>
          <span className="dft-muted">/ {formatNumber(all, language)}</span>
        </div>
      ))}
    </div>
  );
}

/** An amount with its sign, so that more and less are told without a colour. */
export function signed(cents: number, language: Language): string {
  return formatMoney(cents, language, { isSigned: true });
}

/** The name of a step of the histogram. */
export function stepLabel({ from, to }: SimulationSummary['steps'][number], texts: PriceBookTexts): string {
  if (from === 0 && to === 0) return texts.stepSame;
  if (from === null) return `< −${Math.abs(to ?? 0)}%`;
  if (to === null) return `> +${from}%`;
  return from < 0
    ? `−${Math.abs(from)}…\u200b${to === 0 ? '0' : `−${Math.abs(to)}`}%`
    : `+${from}…\u200b+${to}%`;
}
