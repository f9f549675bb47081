'use client';

import type { UsageSummary } from '../../../core/billing/index.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { UsageTexts } from './texts.ts';

type Props = { summary: UsageSummary; language: Language; texts: UsageTexts };

/** What the month costs so far, and what it is expected to cost; nothing where no meter has a price. */
export function CostCard({ summary, language, texts }: Props) {
  const priced = summary.meters.filter(({ cents }) => cents !== undefined);
  if (priced.length === 0) return null;
  const isRunning = priced.some(({ forecast }) => forecast !== undefined);
  const sum = (pick: (meter: (typeof priced)[number]) => number) =>
    priced.reduce((total, meter) => total + pick(meter), 0);
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="usage-costs">
      <h2>
        <Phrase text={texts.costs} values={{ month: summary.month }} />
      </h2>
      <p className="dft-muted">{texts.costsLead}</p>
      <dl className="usage__steps">
        <div>
          <dt>{texts.soFar}</dt>
          <dd className="usage__money">
            <bdi>
              {formatMoney(
                sum(({ cents = 0 }) => cents),
                language,
              )}
            </bdi>
          </dd>
        </div>
        {isRunning && (
          <div>
            <dt>{texts.expected}</dt>
            <dd className="usage__money">
              <bdi>
                {formatMoney(
                  sum(({ cents = 0, forecast }) => forecast?.cents ?? cents),
                  language,
                )}
              </bdi>
            </dd>
          </div>
        )}
      </dl>
      {isRunning && <p className="dft-muted">{texts.expectedHow}</p>}
    </section>
  );
}
