'use client';

import { useState } from 'react';
import type { Figures } from '../../../core/billing/index.ts';
import { callApi } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { SeriesChart } from '../../components/series-chart.tsx';
import { useWork } from '../../components/use-work.ts';
import { CohortTable } from './cohort-table.tsx';
import { InputsCard } from './inputs-card.tsx';
import { MovementsCard } from './movements-card.tsx';
import { ProjectionCard } from './projection-card.tsx';
import { type Behind, RowsBehind } from './rows-behind.tsx';
import { FIGURES_TEXTS } from './texts.ts';
import { Tiles } from './tiles.tsx';
import './figures.css';

type Props = { language: Language; start: Figures /** YYYY-MM in UTC. */; today: string };

/** The figures in the browser: another month is asked for without leaving the page, and every figure opens its rows. */
export function FiguresClient({ language, start, today }: Props) {
  const texts = FIGURES_TEXTS[language];
  const [figures, setFigures] = useState(start);
  const [behind, setBehind] = useState<Behind>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const load = (month: string, span: string) =>
    work(async () => setFigures(await callApi<Figures>(`/console/figures?month=${month}&span=${span}`)));
  return (
    <div aria-busy={isBusy} className="dft-stack figures">
      <div className="dft-row">
        <Choice
          label={texts.month}
          onChange={(month) => void load(month, String(figures.span))}
          options={monthsBefore(today).map((month) => [month, month])}
          testId="figures-month"
          value={figures.month}
        />
        <Choice
          label={texts.span}
          onChange={(span) => void load(figures.month, span)}
          options={Object.entries(texts.spans)}
          testId="figures-span"
          value={String(figures.span)}
        />
        {figures.isRunning && <span className="dft-muted">{texts.running}</span>}
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <Proof figures={figures} language={language} />
      <Tiles figures={figures} language={language} onOpen={setBehind} />
      <MovementsCard figures={figures} language={language} onOpen={setBehind} />
      <section className="dft-card">
        <SeriesChart
          language={language}
          series={[
            {
              label: texts.tiles.mrr,
              points: figures.months.map(({ month, closedCents }) => ({
                label: month,
                value: closedCents / 100,
              })),
            },
          ]}
          shape="line"
          texts={texts}
          title={texts.mrrLine}
          unit={texts.unit}
        />
      </section>
      <CohortTable figures={figures} language={language} onOpen={setBehind} />
      <ProjectionCard figures={figures} key={`${figures.month}-${figures.span}`} language={language} />
      <InputsCard figures={figures} language={language} onSaved={setFigures} />
      {behind && <RowsBehind behind={behind} language={language} onClose={() => setBehind(undefined)} />}
    </div>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: [string, string][];
  testId: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="dft-row">
      {props.label}
      <select
        className="dft-input figures__choice"
        data-testid={props.testId}
        onChange={(event) => props.onChange(event.target.value)}
        value={props.value}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Proof({ figures: { proof }, language }: { figures: Figures; language: Language }) {
  const texts = FIGURES_TEXTS[language];
  const isGood = proof.differences.length === 0;
  return (
    <p className={`dft-notice dft-notice--${isGood ? 'good' : 'error'}`} data-testid="figures-proof">
      <span>
        <Phrase
          text={isGood ? texts.proofGood : texts.proofBad}
          values={{
            amount: formatMoney(proof.movementsCents, language),
            movements: formatMoney(proof.movementsCents, language),
            subscriptions: formatMoney(proof.subscriptionsCents, language),
            count: proof.differences.length,
          }}
        />
      </span>
    </p>
  );
}

// Three years back, the running month first.
function monthsBefore(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: 36 }, (_, index) =>
    new Date(Date.UTC(year, month - 1 - index)).toISOString().slice(0, 7),
  );
}
