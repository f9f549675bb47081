'use client';

import type { UsageSummary } from '../../../core/billing/index.ts';
import { formatCents } from '../../components/format-cents.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { UsageTexts } from './texts.ts';

/** What the month costs so far, and what it is expected to cost; nothing where no meter has a price. */
export function CostCard({ summary, texts }: { summary: UsageSummary; texts: UsageTexts }) {
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
            <bdi>{formatCents(sum(({ cents = 0 }) => cents))}</bdi>
          </dd>
        </div>
        {isRunning && (
          <div>
            <dt>{texts.expected}</dt>
            <dd className="usage__money">
              <bdi>{formatCents(sum(({ cents = 0, forecast }) => forecast?.cents ?? cents))}</bdi>
            </dd>
          </div>
        )}
      </dl>
      {isRunning && <p className="dft-muted">{texts.expectedHow}</p>}
    </section>
  );
}
