'use client';

import { type ReactNode, useState } from 'react';
import type { UsageSummary } from '../../../core/billing/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { CostCard } from './cost-card.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { MeterCard } from './meter-card.tsx';
import { meterName } from './meter-name.ts';
import { StatementCard } from './statement-card.tsx';
import { USAGE_TEXTS } from './texts.ts';
import './usage.css';

type Props = {
  start: UsageSummary;
  language: Language;
  canSeeMessages: boolean;
  canSeeReceipts: boolean;
  adminRoute: string;
  /** What stands between the usage and its proof: the budgets. */
  children?: ReactNode;
};

/** The usage page in the browser: another month or page of the ledger is asked for without leaving it. */
export function UsageClient({ start, language, children, ...access }: Props) {
  const texts = USAGE_TEXTS[language];
  const [summary, setSummary] = useState(start);
  const [problem, setProblem] = useState<string>();

  const load = async (month: string, page: number, meter?: string) => {
    setProblem(undefined);
    try {
      setSummary(
        await callApi<UsageSummary>(
          `/usage?month=${month}&page=${page}${meter === undefined ? '' : `&meter=${encodeURIComponent(meter)}`}`,
        ),
      );
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
    }
  };

  const nothing = summary.meters.every(({ total }) => total === 0);
  return (
    <div className="dft-stack">
      <div className="dft-row dft-row--between">
        <label className="dft-row">
          {texts.month}
          <select
            className="dft-input usage__month"
            data-testid="usage-month"
            onChange={(event) => void load(event.target.value, 1)}
            value={summary.month}
          >
            {lastMonths(start.today).map((month) => (
              <option key={month} value={month}>
                {month}
              </option>
            ))}
          </select>
        </label>
        <span className="dft-muted">
          <Phrase text={texts.zone} values={{ zone: summary.timeZone }} />
        </span>
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {nothing && <p className="dft-card">{texts.none}</p>}
      <CostCard {...{ summary, language, texts }} />
      {summary.meters.map((meter) => (
        <MeterCard
          key={meter.meter}
          language={language}
          month={summary.month}
          name={meterName(meter.meter, summary.meters, language)}
          texts={texts}
          timeZone={summary.timeZone}
          usage={meter}
        />
      ))}
      {children}
      <StatementCard {...{ summary, language, texts }} />
      {!nothing && (
        <LedgerTable
          onMeter={(meter) => void load(summary.month, 1, meter)}
          onPage={(page) => void load(summary.month, page, summary.ledger.meter)}
          {...{ language, summary, texts, ...access }}
        />
      )}
    </div>
  );
}

function lastMonths(today: string): string[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}
