'use client';

import { useState } from 'react';
import type { PriceBookContent, SchoolEffect } from '../../../../core/billing/browser.ts';
import { downloadCsv } from '../../../components/download-csv.ts';
import { fill, formatNumber } from '../../../components/format.ts';
import { formatMoney } from '../../../components/format-money.ts';
import type { Language } from '../../../components/language.ts';
import { PRICE_BOOK_TEXTS, type PriceBookTexts } from '../texts.ts';
import { signed } from './summary-tiles.tsx';

type Plan = PriceBookContent['plans'][number];
type Props = { effects: SchoolEffect[]; plans: Plan[]; language: Language };
type Column = 'school' | 'plan' | 'before' | 'after' | 'difference' | 'percent';
type Filter = keyof PriceBookTexts['filters'];

const PAGE = 50;
const COLUMNS: Column[] = ['school', 'plan', 'before', 'after', 'difference', 'percent'];
const VALUES: Record<Column, (effect: SchoolEffect) => string | number> = {
  school: ({ name }) => name,
  plan: ({ plan, cycle }) => `${plan} ${cycle}`,
  before: ({ before }) => before,
  after: ({ after }) => after,
  difference: ({ before, after }) => after - before,
  percent: (effect) => shareOf(effect) ?? Number.POSITIVE_INFINITY,
};
const KEEPS: Record<Filter, (effect: SchoolEffect) => boolean> = {
  all: () => true,
  more: ({ before, after }) => after > before,
  less: ({ before, after }) => after < before,
  ceiling: ({ aboveCeiling }) => aboveCeiling !== null,
  problem: ({ problem }) => problem !== null,
};

/** Every school of a simulation: sorted by a click on a head, filtered, in pages, and as a file. */
export function EffectTable({ effects, plans, language }: Props) {
  const texts = PRICE_BOOK_TEXTS[language];
  const [sort, setSort] = useState<{ column: Column; isRising: boolean }>({
    column: 'difference',
    isRising: false,
  });
  const [filter, setFilter] = useState<Filter>('all');
  const [page, setPage] = useState(1);
  const kept = effects.filter(KEEPS[filter]).toSorted((one, other) => {
    const [a, b] = [VALUES[sort.column](one), VALUES[sort.column](other)];
    const order = typeof a === 'string' ? a.localeCompare(String(b), language) : Number(a) - Number(b);
    return (sort.isRising ? order : -order) || one.tenantId.localeCompare(other.tenantId);
  });
  const pages = Math.max(1, Math.ceil(kept.length / PAGE));
  const shown = kept.slice((page - 1) * PAGE, page * PAGE);
  const planName = ({ plan, cycle }: SchoolEffect) =>
    `${plans.find(({ code }) => code === plan)?.name[language] ?? plan} (${texts.cycles[cycle]})`;
  const sortBy = (column: Column) => {
    setPage(1);
    setSort(({ column: now, isRising }) => ({ column, isRising: now === column ? !isRising : false }));
  };
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <div className="dft-row dft-row--between">
        <label className="dft-row">
          {texts.show}
          <select
            className="dft-input price-book__filter"
            data-testid="effect-filter"
            onChange={(event) => {
              setPage(1);
              setFilter(event.target.value as Filter);
            }}
            value={filter}
          >
            {(Object.keys(texts.filters) as Filter[]).map((name) => (
              <option key={name} value={name}>
                {texts.filters[name]}
              </option>
            ))}
          </select>
        </label>
        <button
          className="price-book__button"
          onClick={() => downloadCsv('simulation.csv', csvRows(kept, texts))}
          type="button"
        >
          {texts.csv}
        </button>
      </div>
      <div className="dft-table-wrap">
        <table className="dft-table dft-table--stack" data-testid="effects">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th
                  aria-sort={sort.column === column ? (sort.isRising ? 'ascending' : 'descending') : 'none'}
                  className={column === 'school' || column === 'plan' ? '' : 'dft-number'}
                  key={column}
                  scope="col"
                >
                  <button className="price-book__sort" onClick={() => sortBy(column)} type="button">
                    {texts[column]} {sort.column === column ? (sort.isRising ? '▲' : '▼') : ''}
                  </button>
                </th>
              ))}
              <th scope="col">{texts.remarks}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((effect) => (
              <EffectRow effect={effect} key={effect.tenantId} language={language} plan={planName(effect)} />
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="dft-row">
          <button
            className="price-book__button"
            disabled={page === 1}
            onClick={() => setPage(page - 1)}
            type="button"
          >
            {texts.previous}
          </button>
          <span>
            {fill(texts.page, { page: formatNumber(page, language), pages: formatNumber(pages, language) })}
          </span>
          <button
            className="price-book__button"
            disabled={page === pages}
            onClick={() => setPage(page + 1)}
            type="button"
          >
            {texts.next}
          </button>
        </div>
      )}
    </section>
  );
}

function EffectRow({ effect, plan, language }: { effect: SchoolEffect; plan: string; language: Language }) {
  const texts = PRICE_BOOK_TEXTS[language];
  const { before, after, aboveCeiling, problem } = effect;
  const difference = after - before;
  const tone = difference > 0 ? 'price-book__dearer' : difference < 0 ? 'price-book__cheaper' : 'dft-zero';
  const share = shareOf(effect);
  const remarks = [
    ...(aboveCeiling
      ? [
          fill(texts.ceilingRemark, {
            students: formatNumber(aboveCeiling.students, language),
            ceiling: formatNumber(aboveCeiling.ceiling, language),
          }),
        ]
      : []),
    ...(problem ? [texts.problem[problem]] : []),
  ];
  return (
    <tr>
      <th scope="row">
        <a href={`/admin/schools/${effect.tenantId}`}>
          <bdi>{language === 'ar' ? (effect.nameAr ?? effect.name) : effect.name}</bdi>
        </a>
      </th>
      <td data-label={texts.plan}>{plan}</td>
      <td className="dft-number" data-label={texts.before}>
        {formatMoney(before, language)}
      </td>
      <td className="dft-number" data-label={texts.after}>
        {formatMoney(after, language)}
      </td>
      <td className={`dft-number ${tone}`} data-label={texts.difference}>
        {signed(difference, language)}
      </td>
      <td className={`dft-number ${tone}`} data-label={texts.percent}>
        <bdi>{share === undefined ? '–' : `${(share * 100).toFixed(1)}%`}</bdi>
      </td>
      <td data-empty={remarks.length === 0} data-label={texts.remarks}>
        {remarks.join(' ')}
      </td>
    </tr>
  );
}

/** By how much of the old bill it changes; undefined when nothing was paid before. */
function shareOf({ before, after }: SchoolEffect): number | undefined {
  if (after === before) return 0;
  return before === 0 ? undefined : (after - before) / before;
}

function csvRows(effects: SchoolEffect[], texts: PriceBookTexts): unknown[][] {
  const dollars = (cents: number) => (cents / 100).toFixed(2);
  return [
    [
      'id',
      texts.school,
      texts.plan,
      texts.before,
      texts.after,
      texts.difference,
      'MRR',
      'MRR +',
      texts.remarks,
    ],
    ...effects.map((effect) => [
      effect.tenantId,
      effect.name,
      `${effect.plan} ${effect.cycle}`,
      dollars(effect.before),
      dollars(effect.after),
      dollars(effect.after - effect.before),
      dollars(effect.mrrBefore),
      dollars(effect.mrrAfter),
      effect.problem ?? (effect.aboveCeiling ? `> ${effect.aboveCeiling.ceiling}` : ''),
    ]),
  ];
}
