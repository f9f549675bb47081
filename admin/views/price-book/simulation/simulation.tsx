'use client';

import { useRef, useState } from 'react';
import {
  type PriceBookContent,
  type SchoolEffect,
  type SimulationPiece,
  summarise,
} from '../../../../core/billing/browser.ts';
import { callApi, problemSentence } from '../../../components/call-api.ts';
import { fill, formatNumber } from '../../../components/format.ts';
import type { Language } from '../../../components/language.ts';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { SeriesChart } from '../../../components/series-chart.tsx';
import { PRICE_BOOK_TEXTS } from '../texts.ts';
import { EffectTable } from './effect-table.tsx';
import { SummaryTiles, stepLabel } from './summary-tiles.tsx';

type Props = { content: PriceBookContent; valid: PriceBookContent; language: Language };
type Run = { effects: SchoolEffect[]; total: number; isDone: boolean };

/** What a draft would have meant for every school. It goes through all schools in pieces, and can be stopped between two. */
export function Simulation({ content, valid, language }: Props) {
  const texts = PRICE_BOOK_TEXTS[language];
  const [run, setRun] = useState<Run>();
  const [problem, setProblem] = useState<string>();
  const turn = useRef(0);

  const start = async () => {
    turn.current += 1;
    const mine = turn.current;
    setProblem(undefined);
    setRun({ effects: [], total: 0, isDone: false });
    const effects: SchoolEffect[] = [];
    let after: string | null = null;
    try {
      do {
        const piece: SimulationPiece = await callApi('/console/price-book/simulate', {
          draft: content,
          ...(after ? { after } : {}),
        });
        if (turn.current !== mine) return;
        effects.push(...piece.effects);
        after = piece.next;
        setRun({ effects: [...effects], total: piece.total, isDone: after === null });
      } while (after !== null);
    } catch (error) {
      if (turn.current !== mine) return;
      setRun(undefined);
      setProblem(problemSentence(error, texts.offline));
    }
  };
  const stop = () => {
    turn.current += 1;
    setRun(undefined);
  };
  const isRunning = run !== undefined && !run.isDone;
  return (
    <div className="dft-stack" data-testid="simulation">
      <div className="dft-card dft-stack dft-stack--tight">
        <p>{texts.simulateLead}</p>
        <div className="dft-row">
          <button
            className="price-book__button price-book__button--main"
            data-testid="simulate"
            disabled={isRunning}
            onClick={() => void start()}
            type="button"
          >
            {run?.isDone ? texts.simulateAgain : texts.simulate}
          </button>
          {isRunning && (
            <button className="price-book__button" onClick={stop} type="button">
              {texts.stop}
            </button>
          )}
        </div>
        {isRunning && (
          <ProgressBar
            label={
              run.total === 0
                ? texts.simulationBegins
                : fill(texts.simulating, {
                    done: formatNumber(run.effects.length, language),
                    total: formatNumber(run.total, language),
                  })
            }
            percent={run.total === 0 ? 0 : (run.effects.length / run.total) * 100}
          />
        )}
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
      </div>
      {run?.isDone && <Outcome {...{ content, valid, language }} effects={run.effects} />}
    </div>
  );
}

function Outcome({ content, valid, effects, language }: Props & { effects: SchoolEffect[] }) {
  const texts = PRICE_BOOK_TEXTS[language];
  if (effects.length === 0) return <p className="dft-card">{texts.noSchools}</p>;
  const summary = summarise(effects);
  return (
    <>
      <SummaryTiles language={language} summary={summary} />
      <div className="dft-card">
        <SeriesChart
          language={language}
          series={[
            {
              label: texts.histogram,
              points: summary.steps.map((step) => ({ label: stepLabel(step, texts), value: step.schools })),
            },
          ]}
          shape="bar"
          texts={texts.chart}
          title={texts.histogram}
          unit={texts.schoolsUnit}
        />
      </div>
      <EffectTable effects={effects} language={language} plans={[...content.plans, ...valid.plans]} />
    </>
  );
}
