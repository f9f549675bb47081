'use client';

import { useState } from 'react';
import type { Statement } from '../../../marketplace/index.ts';
import { callApi } from '../../components/call-api.ts';
import { downloadCsv } from '../../components/download-csv.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { StatementSums, StatementTable } from './statement-table.tsx';
import { STATEMENT_TEXTS } from './texts.ts';
import './statement.css';

type Props = { language: Language; start: Statement /** YYYY-MM in UTC. */; today: string };

const OFFLINE = {
  en: 'The server cannot be reached. Check your connection and try again.',
  ar: 'تعذّر الوصول إلى الخادم. تحقق من الاتصال وحاول مرة أخرى.',
};

/** A partner's statement in the browser: another month is asked for without leaving the page. */
export function StatementClient({ language, start, today }: Props) {
  const texts = STATEMENT_TEXTS[language];
  const [statement, setStatement] = useState(start);
  const { isBusy, problem, work } = useWork(OFFLINE[language]);
  return (
    <div aria-busy={isBusy} className="dft-stack statement">
      <div className="dft-row dft-row--between">
        <label className="dft-row">
          {texts.month}
          <select
            className="dft-input statement__month"
            data-testid="statement-month"
            onChange={(event) => {
              const month = event.target.value;
              void work(async () =>
                setStatement(await callApi<Statement>(`/partner/statement?month=${month}`)),
              );
            }}
            value={statement.month}
          >
            {monthsBefore(today).map((month) => (
              <option key={month} value={month}>
                {month}
              </option>
            ))}
          </select>
        </label>
        <button className="dft-tab" onClick={() => downloadStatement(statement)} type="button">
          {texts.csv}
        </button>
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <StatementSums language={language} statement={statement} />
      <StatementTable language={language} statement={statement} />
      <p className="dft-muted">{texts.rule}</p>
    </div>
  );
}

function downloadStatement({ publisher, month, rows }: Statement): void {
  downloadCsv(`statement-${publisher}-${month}.csv`, [
    ['time (UTC)', 'sale', 'add-on', 'event', 'collected', 'share %', 'right', 'change', 'transfers'],
    ...rows.map((row) => [
      ...[row.occurredAt, row.sale, row.code, row.kind, row.collectedCents / 100, row.sharePercent],
      ...[row.rightCents / 100, row.amountCents / 100, row.providerIds.join(' ')],
    ]),
  ]);
}

// Three years back, the running month first.
function monthsBefore(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: 36 }, (_, index) =>
    new Date(Date.UTC(year, month - 1 - index)).toISOString().slice(0, 7),
  );
}
