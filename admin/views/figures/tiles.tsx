'use client';

import type { FigureMonth, FigureRowsOf, Figures } from '../../../core/billing/index.ts';
import { fill, formatNumber, formatPercent } from '../../components/format.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import type { Behind } from './rows-behind.tsx';
import { Sparkline } from './sparkline.tsx';
import { FIGURES_TEXTS, type FiguresTexts } from './texts.ts';

type TileName = keyof FiguresTexts['tiles'];
type Tile = {
  name: TileName;
  /** The figure of a month as a number; undefined is "n/a". */
  of: (month: FigureMonth) => number | undefined;
  show: (value: number, language: Language) => string;
  rows: FigureRowsOf;
  /** Whether the rows are those of the months looked back over, and not of one month. */
  isOverSpan?: boolean;
};

const money = (value: number, language: Language) => formatMoney(value, language);
const optional = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const percent = formatPercent;

const TILES: Tile[] = [
  { name: 'mrr', of: ({ closedCents }) => closedCents, show: money, rows: 'schools' },
  { name: 'arr', of: ({ economics }) => economics.arrCents, show: money, rows: 'schools' },
  { name: 'schools', of: ({ schools }) => schools, show: formatNumber, rows: 'schools' },
  { name: 'arpa', of: ({ economics }) => economics.arpaCents, show: money, rows: 'schools' },
  {
    name: 'nrr',
    of: ({ retention }) => optional(retention.net),
    show: precise,
    rows: 'retention',
    isOverSpan: true,
  },
  {
    name: 'grr',
    of: ({ retention }) => optional(retention.gross),
    show: precise,
    rows: 'retention',
    isOverSpan: true,
  },
  {
    name: 'churn',
    of: ({ economics }) => optional(economics.churnMonthly),
    show: percent,
    rows: 'churn',
    isOverSpan: true,
  },
  { name: 'ltv', of: ({ economics }) => economics.lifetimeValueCents, show: money, rows: 'schools' },
  {
    name: 'cac',
    of: ({ economics }) => economics.acquisitionCostCents,
    show: money,
    rows: 'new',
    isOverSpan: true,
  },
  {
    name: 'ratio',
    of: ({ economics }) => optional(economics.lifetimeValueToCost),
    show: formatNumber,
    rows: 'schools',
  },
  {
    name: 'payback',
    of: ({ economics }) => optional(economics.paybackMonths),
    show: (value, language) =>
      fill(FIGURES_TEXTS[language].hints.months, { count: formatNumber(value, language) }),
    rows: 'new',
    isOverSpan: true,
  },
  { name: 'usage', of: ({ usageCents }) => usageCents, show: money, rows: 'usage' },
  { name: 'once', of: ({ onceCents }) => onceCents, show: money, rows: 'once' },
];

// Retention is judged by its second decimal.
function precise(value: number, language: Language): string {
  return `${formatNumber(Math.round(value * 10_000) / 100, language)}%`;
}

type Props = { figures: Figures; language: Language; onOpen: (behind: Behind) => void };

/** The figures of the month, each with its last year; a tile opens the rows behind it. */
export function Tiles({ figures, language, onOpen }: Props) {
  const texts = FIGURES_TEXTS[language];
  const [now, before] = [figures.months.at(-1), figures.months.at(-2)];
  if (!now) return null;
  return (
    <ul className="figures__tiles">
      {TILES.map((tile) => {
        const value = tile.of(now);
        const label = texts.tiles[tile.name];
        const content = (
          <>
            <span className="figures__label">{label}</span>
            <strong className="figures__value" data-testid={`figure-${tile.name}`}>
              <bdi>{value === undefined ? texts.notAvailable : tile.show(value, language)}</bdi>
            </strong>
            <span className="dft-muted figures__hint">
              {hintOf(tile, value, figures, texts) ?? changeOf(tile, value, before, language)}
            </span>
            <Sparkline values={figures.months.map(tile.of)} />
          </>
        );
        return (
          <li key={tile.name}>
            {tile.name === 'once' ? (
              <div className="figures__tile">{content}</div>
            ) : (
              <button
                className="figures__tile figures__tile--open"
                onClick={() =>
                  onOpen({
                    title: label,
                    of: tile.rows,
                    month: figures.month,
                    span: tile.isOverSpan ? figures.span : 1,
                  })
                }
                title={fill(texts.rowsBehind, { figure: label })}
                type="button"
              >
                {content}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function hintOf(
  { name }: Tile,
  value: number | undefined,
  { months, span }: Figures,
  { hints }: FiguresTexts,
): string | undefined {
  if (name === 'usage' || name === 'once') return hints[name];
  if (value !== undefined || !['ltv', 'cac', 'ratio', 'payback'].includes(name)) return undefined;
  const isForCosts = name === 'cac' || name === 'payback';
  if (!isForCosts && months.at(-1)?.economics.churnMonthly === '0') return hints.noChurn;
  const hasNew = months.slice(-span).some(({ counts }) => counts.new > 0);
  return name !== 'ltv' && !hasNew ? hints.noneNew : hints.noInput;
}

function changeOf(
  { of, show }: Tile,
  value: number | undefined,
  before: FigureMonth | undefined,
  language: Language,
): string {
  const earlier = before && of(before);
  if (value === undefined || earlier === undefined || before === undefined) return '\u00a0';
  const difference = value - earlier;
  const sign = difference > 0 ? '+' : difference < 0 ? '\u2212' : '±';
  const text = show(Math.abs(difference), language);
  // Beside Arabic words the sign stays with its number, otherwise it stands in front of everything.
  const signed = /\p{Script=Arabic}\p{L}/u.test(text)
    ? text.replace(/\p{Nd}[\p{Nd}.,٫٬]*/u, (number) => `\u2066${sign}${number}\u2069`)
    : `\u2066${sign}${text}\u2069`;
  return fill(FIGURES_TEXTS[language].since, {
    change: signed,
    month: `\u2066${before.month}\u2069`,
  });
}
