'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import type { ReportChoices } from '../../../core/reports/index.ts';
import { callApi } from '../../components/call-api.ts';
import { downloadCsv } from '../../components/download-csv.ts';
import { fill } from '../../components/format.ts';
import { formatCount, type Language } from '../../components/language.ts';
import { newKey } from '../../components/new-key.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useWork } from '../../components/use-work.ts';
import { classTitle, Problem } from './parts.tsx';
import { type Batch, download, type Layout } from './report-api.ts';
import type { ReportTexts } from './texts.ts';

type Props = {
  term: string;
  openClass: string;
  rooms: ReportChoices['classrooms'];
  layout: Layout;
  language: Language;
  texts: ReportTexts;
};

type MinistryRow = {
  number: string;
  name: string;
  nameAr: string | null;
  grade: string;
  classroom: string;
  average: number | null;
  result: 'pass' | 'second_round' | 'fail' | 'incomplete';
  failed: string[];
  incomplete: string[];
  card: string;
};

const POLL_MS = 1000;

/** Whole classes as PDF, with a bar that follows the work, and the sheet of results for the Ministry. */
export function BatchPanel({ term, openClass, rooms, layout, language, texts }: Props) {
  const [isAll, setAll] = useState(false);
  const [batch, setBatch] = useState<Batch>();
  const [key, setKey] = useState(newKey);
  const { isBusy, problem, work } = useWork(texts.offline);
  const isAtWork = batch?.state === 'queued' || batch?.state === 'running';
  const id = batch?.id;

  useEffect(() => {
    callApi<{ batch: Batch | null }>(`/report-cards/batches?term=${term}`)
      .then(({ batch: latest }) => setBatch((current) => current ?? latest ?? undefined))
      .catch(() => undefined);
  }, [term]);
  useEffect(() => {
    if (!isAtWork || id === undefined) return;
    const timer = setInterval(() => {
      // A poll that is lost is made up for by the next one.
      callApi<Batch>(`/report-cards/batch?id=${id}`)
        .then(setBatch)
        .catch(() => undefined);
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [isAtWork, id]);

  const start = () =>
    work(async () => {
      const classrooms = isAll ? rooms.map((room) => room.id) : [openClass];
      const body = { term, classrooms, layout, idempotencyKey: key };
      const { batch: started } = await callApi<{ batch: string }>('/report-cards/batches', body);
      // Only a start that was answered takes a new key: sent again after a broken line it is the same run.
      setKey(newKey());
      setBatch(await callApi<Batch>(`/report-cards/batch?id=${started}`));
    });
  const ministry = () =>
    work(async () => {
      const { rows } = await callApi<{ rows: MinistryRow[] }>(
        `/report-cards/ministry?term=${term}&classroom=${openClass}`,
      );
      downloadCsv('results.csv', [
        texts.ministryHeads,
        ...rows.map((row) => [
          row.number,
          row.name,
          row.nameAr,
          row.grade,
          row.classroom,
          row.average,
          texts.ministryResults[row.result],
          [...row.failed, ...row.incomplete].join('; '),
          row.card,
        ]),
      ]);
    });
  const room = rooms.find((one) => one.id === openClass);

  return (
    <section className="dft-card dft-stack">
      <div>
        <h2>{texts.batchTitle}</h2>
        <p className="dft-muted">{texts.batchLead}</p>
      </div>
      <Problem text={problem} />
      <div className="dft-row">
        <div className="dft-tabs">
          {[false, true].map((all) => (
            <button
              aria-pressed={isAll === all}
              className="dft-tab"
              key={String(all)}
              onClick={() => setAll(all)}
              type="button"
            >
              {all ? texts.allClasses : <bdi>{room ? classTitle(room, language) : ''}</bdi>}
            </button>
          ))}
        </div>
        <Button
          disabled={isBusy || isAtWork}
          extraButtonProps={{ 'data-testid': 'batch-start' }}
          onClick={() => void start()}
        >
          {texts.batchStart}
        </Button>
        <Button buttonStyle="secondary" disabled={isBusy} onClick={() => void ministry()}>
          {texts.ministry}
        </Button>
      </div>
      {batch && (
        <div className="dft-stack dft-stack--tight" data-state={batch.state} data-testid="batch">
          <ProgressBar label={texts.batchTitle} percent={batch.percent} />
          <div className="dft-row dft-row--between">
            <p role="status">
              {fill(texts.batchStates[batch.state], { seconds: (batch.seconds ?? 0).toFixed(1) })}
              {' · '}
              {fill(texts.batchProgress, {
                done: formatCount(batch.doneCards),
                cards: formatCount(batch.cards),
              })}
            </p>
            {isAtWork && (
              <Button
                buttonStyle="secondary"
                onClick={() =>
                  void work(async () =>
                    setBatch(await callApi('/report-cards/batch/cancel', { id: batch.id })),
                  )
                }
                size="small"
              >
                {texts.batchCancel}
              </Button>
            )}
          </div>
          <ul className="report-cards__parts">
            {batch.parts.map((part) => (
              <li key={part.position}>
                <button
                  className="dft-tab"
                  disabled={!part.isDone || isBusy}
                  onClick={() =>
                    void work(() =>
                      download('/report-cards/batch/part', { batch: batch.id, position: part.position }),
                    )
                  }
                  type="button"
                >
                  <bdi>{fill(texts.batchPart, { title: part.title, count: part.cards })}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
