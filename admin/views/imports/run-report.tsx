'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatCount, formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ProblemTable } from '../../components/problem-table.tsx';
import { CountsTable } from './counts-table.tsx';
import type { ImportRun } from './import-types.ts';
import { SheetNext } from './sheet-next.tsx';
import type { SheetTexts } from './sheet-texts.ts';
import type { ImportTexts } from './texts.ts';

type Props = {
  run: ImportRun;
  texts: ImportTexts;
  sheetTexts: SheetTexts;
  canImport: boolean;
  /** A newer import was made since this check. */
  isOld: boolean;
  timeZone: string;
  adminRoute: string;
  onStarted: (id: string) => void;
  onColumns: () => void;
};

/** An import that has ended: what it found, what it did or would do, and what can be done next. */
export function RunReport({
  run,
  texts,
  sheetTexts,
  canImport,
  isOld,
  timeZone,
  adminRoute,
  onStarted,
  onColumns,
}: Props) {
  const isSheet = run.collection !== null;
  const status = (run.dryRun ? texts.statusCheck : texts.statusReal)[run.status];
  return (
    <article className="dft-stack" data-testid="import-report">
      <section className={`dft-notice imports-outcome dft-notice--${toneOf(run)}`}>
        <div className="dft-row dft-row--between">
          <h2 className="dft-break">
            <bdi>{run.fileName}</bdi>
          </h2>
          <span className="dft-badge" data-status={run.status} data-testid="import-status">
            {status}
          </span>
        </div>
        <p>{isSheet ? sheetHeadline(run, texts, sheetTexts) : headline(run, texts)}</p>
        <p className="dft-muted">
          <bdi>{formatMoment(run.finishedAt ?? run.createdAt, timeZone)}</bdi>
        </p>
        {run.status === 'failed' && run.failure && (
          <p>
            {texts.technical} <bdi className="dft-break">{run.failure}</bdi>
          </p>
        )}
        {canImport && !isSheet && <NextStep isOld={isOld} onStarted={onStarted} run={run} texts={texts} />}
        {canImport && isSheet && (
          <SheetNext
            common={texts}
            onColumns={onColumns}
            onStarted={onStarted}
            run={run}
            texts={sheetTexts}
          />
        )}
        {run.status === 'done' && !run.dryRun && (
          <nav aria-label={texts.seeResult} className="dft-row">
            <span>{texts.seeResult}:</span>
            {Object.entries(texts.links).map(([slug, label]) => (
              <a href={`${adminRoute}/collections/${slug}`} key={slug}>
                {label}
              </a>
            ))}
          </nav>
        )}
      </section>
      {run.status !== 'failed' && (
        <ProblemTable
          errors={run.errors}
          fileName={run.fileName}
          problems={run.problems}
          texts={texts}
          warnings={run.warnings}
        />
      )}
      {(run.status === 'done' || run.status === 'needs_confirmation') && (
        <CountsTable counts={run.counts} isDryRun={run.dryRun || run.status !== 'done'} texts={texts} />
      )}
    </article>
  );
}

function NextStep({ run, texts, isOld, onStarted }: Pick<Props, 'run' | 'texts' | 'isOld' | 'onStarted'>) {
  const [isTicked, setTicked] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isGuarded = run.status === 'needs_confirmation';
  if (!isGuarded && !(run.status === 'done' && run.dryRun)) return null;
  const [removed = 0, existing = 0] = (isGuarded ? (run.failure ?? '') : '').split('/').map(Number);

  const start = async () => {
    setStarting(true);
    setProblem(undefined);
    try {
      const body = { id: run.id, removalConfirmed: isGuarded && isTicked };
      onStarted((await callApi<{ runId: string }>('/imports/confirm', body)).runId);
    } catch (error) {
      setProblem(problemSentence(error, texts.offlineOnce));
      setStarting(false);
    }
  };

  return (
    <div className="dft-stack dft-stack--tight imports-next">
      {isGuarded && (
        <>
          <p>
            <Phrase
              text={texts.guardText}
              values={{ removed: <strong>{formatCount(removed)}</strong>, existing: formatCount(existing) }}
            />
          </p>
          <p>{texts.guardWhy}</p>
          <label className="dft-check">
            <input
              checked={isTicked}
              data-testid="import-removal"
              onChange={(event) => setTicked(event.target.checked)}
              type="checkbox"
            />
            <span>
              <Phrase text={texts.guardTick} values={{ removed: formatCount(removed) }} />
            </span>
          </label>
        </>
      )}
      {isOld && <p role="note">{texts.newerNote}</p>}
      <div className="dft-row">
        <Button
          disabled={isStarting || (isGuarded && !isTicked)}
          extraButtonProps={{ 'data-testid': 'import-confirm' }}
          onClick={() => void start()}
          size="large"
        >
          {isStarting ? texts.starting : texts.importNow}
        </Button>
      </div>
      {problem !== undefined && (
        <p className="imports-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function toneOf({ status, warnings, errors }: ImportRun): 'good' | 'warning' | 'error' {
  if (status === 'rejected' || status === 'failed') return 'error';
  return status === 'needs_confirmation' || warnings + errors > 0 ? 'warning' : 'good';
}

function sheetHeadline(run: ImportRun, texts: ImportTexts, sheet: SheetTexts): string {
  if (run.status === 'rejected' || run.status === 'failed' || run.status === 'needs_confirmation')
    return headline(run, texts);
  if (!run.dryRun) return run.undoneAt === null ? sheet.headDone : sheet.undone;
  return run.errors > 0 ? sheet.headErrors : sheet.headClean;
}

function headline(run: ImportRun, texts: ImportTexts): string {
  if (run.status === 'rejected') return texts.headRejected;
  if (run.status === 'failed') return texts.headFailed;
  if (run.status === 'needs_confirmation') return texts.headGuard;
  if (!run.dryRun) return texts.headRealDone;
  return run.warnings > 0 ? texts.headCheckWarnings : texts.headCheckDone;
}
