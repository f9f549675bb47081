'use client';

import type { FigureRowsOf, Figures } from '../../../core/billing/index.ts';
import { downloadCsv } from '../../components/download-csv.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import { StackedChart } from '../../components/stacked-chart.tsx';
import type { Behind } from './rows-behind.tsx';
import { FIGURES_TEXTS } from './texts.ts';

const KINDS = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;

type Props = { figures: Figures; language: Language; onOpen: (behind: Behind) => void };

/** How revenue moved, month by month; every bar and every number opens its rows. */
export function MovementsCard({ figures: { months }, language, onOpen }: Props) {
  const texts = FIGURES_TEXTS[language];
  const open = (month: string, of: FigureRowsOf) =>
    onOpen({
      title: `${of === 'movements' ? texts.movements : texts.kinds[of]}, ${month}`,
      of,
      month,
      span: 1,
    });
  const csv = () =>
    downloadCsv('mrr-movements.csv', [
      ['month', 'opened', ...KINDS, 'closed', 'schools', 'lost schools'],
      ...months.map(({ month, openedCents, closedCents, cents, schools, lostSchools }) => [
        month,
        ...[openedCents, ...KINDS.map((kind) => cents[kind]), closedCents].map((amount) => amount / 100),
        schools,
        lostSchools,
      ]),
    ]);
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="figures-movements">
      <div className="dft-row dft-row--between">
        <h2>{texts.movements}</h2>
        <button className="dft-tab" onClick={csv} type="button">
          {texts.csv}
        </button>
      </div>
      <p className="dft-muted">{texts.movementsLead}</p>
      <StackedChart
        bars={months.map(({ month, cents }) => ({
          label: month,
          parts: KINDS.map((kind) => cents[kind] / 100),
        }))}
        language={language}
        names={KINDS.map((kind) => texts.kinds[kind] ?? kind)}
        onOpen={(label) => open(label, 'movements')}
        title={texts.movements}
      />
      <details className="figures__numbers" open>
        <summary>{texts.asTable}</summary>
        <div className="dft-table-wrap">
          <table className="dft-table">
            <thead>
              <tr>
                <th scope="col">{texts.month}</th>
                {[texts.opened, ...KINDS.map((kind) => texts.kinds[kind]), texts.closing].map((head) => (
                  <th className="dft-number" key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {months.toReversed().map(({ month, openedCents, closedCents, cents }) => (
                <tr key={month}>
                  <th scope="row">
                    <bdi>{month}</bdi>
                  </th>
                  <Amount cents={openedCents} language={language} />
                  {KINDS.map((kind) => (
                    <Amount
                      cents={cents[kind]}
                      key={kind}
                      language={language}
                      onOpen={() => open(month, kind)}
                    />
                  ))}
                  <Amount cents={closedCents} language={language} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Amount({ cents, language, onOpen }: { cents: number; language: Language; onOpen?: () => void }) {
  const text = <bdi>{formatMoney(cents, language)}</bdi>;
  return (
    <td className={`dft-number${cents === 0 ? ' dft-zero' : ''}`}>
      {onOpen && cents !== 0 ? (
        <button className="figures__link" onClick={onOpen} type="button">
          {text}
        </button>
      ) : (
        text
      )}
    </td>
  );
}
