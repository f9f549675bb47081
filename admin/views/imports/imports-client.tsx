'use client';

import { Button } from '@payloadcms/ui';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { type ImportRun, isAtWork, type RunSummary } from './import-types.ts';
import { RunHistory } from './run-history.tsx';
import { RunReport } from './run-report.tsx';
import { RunWork } from './run-work.tsx';
import { IMPORT_TEXTS } from './texts.ts';
import { UploadCard } from './upload-card.tsx';
import { useImportRun } from './use-import-run.ts';
import './imports.css';

const HISTORY =
  '/import-runs?limit=20&sort=-createdAt&depth=0' +
  ['fileName', 'status', 'dryRun', 'errorCount', 'warningCount', 'createdAt']
    .map((field) => `&select[${field}]=true`)
    .join('');

type Props = { language: Language; canImport: boolean; timeZone: string; adminRoute: string };

/** The import page in the browser. The address says which import is open, so that it can be left and come back to. */
export function ImportsClient({ language, canImport, timeZone, adminRoute }: Props) {
  const texts = IMPORT_TEXTS[language];
  const runId = useSearchParams().get('run') ?? undefined;
  const [history, setHistory] = useState<RunSummary[]>();
  const { run, problem, isOffline } = useImportRun(runId, texts);

  const show = useCallback(
    (id: string | undefined, replace = false) => {
      const url = `${adminRoute}/imports${id ? `?run=${id}` : ''}`;
      window.history[replace ? 'replaceState' : 'pushState'](null, '', url);
      window.scrollTo({ top: 0 });
    },
    [adminRoute],
  );

  const isFinished = run !== undefined && !isAtWork(run.status);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an import that was opened or ended changes the list
  useEffect(() => {
    let isGone = false;
    callApi<{ docs: RunSummary[] }>(HISTORY)
      .then(({ docs }) => {
        if (isGone) return;
        setHistory(docs);
        const working = docs.find((entry) => isAtWork(entry.status));
        if (runId === undefined && working) show(working.id, true);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [runId, isFinished]);

  return (
    <div className="dft-stack">
      {runId === undefined ? (
        canImport ? (
          <UploadCard onStarted={show} texts={texts} />
        ) : (
          <div className="dft-notice">
            <p>
              <Phrase text={texts.readOnly} values={{ permission: <code>imports.write</code> }} />
            </p>
          </div>
        )
      ) : (
        <OpenRun
          {...{ run, problem, isOffline, texts, canImport, timeZone, adminRoute, history }}
          onClose={() => show(undefined)}
          onStarted={show}
        />
      )}
      <RunHistory
        current={runId}
        language={language}
        onOpen={show}
        runs={history}
        texts={texts}
        timeZone={timeZone}
      />
    </div>
  );
}

type OpenRunProps = {
  run: ImportRun | undefined;
  problem: string | undefined;
  isOffline: boolean;
  texts: (typeof IMPORT_TEXTS)[Language];
  canImport: boolean;
  timeZone: string;
  adminRoute: string;
  history: RunSummary[] | undefined;
  onClose: () => void;
  onStarted: (id: string) => void;
};

function OpenRun({ run, problem, isOffline, texts, onClose, history, ...rest }: OpenRunProps) {
  const isOld =
    run !== undefined &&
    (history ?? []).some(
      (other) => !other.dryRun && other.status === 'done' && other.createdAt > run.createdAt,
    );
  return (
    <section className="dft-stack">
      <div className="dft-row">
        <Button buttonStyle="secondary" onClick={onClose} size="small">
          {rest.canImport ? texts.another : texts.back}
        </Button>
      </div>
      {isOffline && (
        <p className="dft-notice dft-notice--warning" role="status">
          {texts.offline}
        </p>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {run && isAtWork(run.status) && <RunWork run={run} texts={texts} />}
      {run && !isAtWork(run.status) && (
        <RunReport isOld={isOld} key={run.id} run={run} texts={texts} {...rest} />
      )}
    </section>
  );
}
