'use client';

import { Button } from '@payloadcms/ui';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ExportCard } from './export-card.tsx';
import { type ImportRun, isAtWork, type RunSummary } from './import-types.ts';
import { RunHistory } from './run-history.tsx';
import { RunReport } from './run-report.tsx';
import { RunWork } from './run-work.tsx';
import { SheetCard } from './sheet-card.tsx';
import { SheetColumns } from './sheet-columns.tsx';
import { SHEET_TEXTS } from './sheet-texts.ts';
import { IMPORT_TEXTS } from './texts.ts';
import { UploadCard } from './upload-card.tsx';
import { useImportRun } from './use-import-run.ts';
import './imports.css';

const HISTORY =
  '/import-runs?limit=20&sort=-createdAt&depth=0' +
  ['fileName', 'status', 'dryRun', 'errorCount', 'warningCount', 'createdAt']
    .map((field) => `&select[${field}]=true`)
    .join('');

const TABS = ['package', 'sheet', 'export'] as const;
type Tab = (typeof TABS)[number];

type Props = {
  language: Language;
  canImport: boolean;
  timeZone: string;
  adminRoute: string;
  lists: { slug: string; label: string }[];
};

/** The import page in the browser. The address says which import is open, so that it can be left and come back to. */
export function ImportsClient({ language, canImport, timeZone, adminRoute, lists }: Props) {
  const texts = IMPORT_TEXTS[language];
  const sheetTexts = SHEET_TEXTS[language];
  const runId = useSearchParams().get('run') ?? undefined;
  const [tab, setTab] = useState<Tab>('package');
  const [history, setHistory] = useState<RunSummary[]>();
  // The columns of a sheet were chosen, or are to be chosen anew: its run is asked for again.
  const [turn, setTurn] = useState(0);
  const [isChoosing, setChoosing] = useState(false);
  const { run, problem, isOffline } = useImportRun(runId, texts, turn);

  const show = useCallback(
    (id: string | undefined, replace = false) => {
      const url = `${adminRoute}/imports${id ? `?run=${id}` : ''}`;
      window.history[replace ? 'replaceState' : 'pushState'](null, '', url);
      window.scrollTo({ top: 0 });
    },
    [adminRoute],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another run begins with its own step
  useEffect(() => setChoosing(false), [runId]);

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
        <>
          <div className="dft-tabs">
            {TABS.map((name) => (
              <button
                aria-pressed={tab === name}
                className="dft-tab"
                data-testid={`tab-${name}`}
                key={name}
                onClick={() => setTab(name)}
                type="button"
              >
                {sheetTexts.tabs[name]}
              </button>
            ))}
          </div>
          {tab === 'export' && <ExportCard canExport={canImport} lists={lists} texts={sheetTexts} />}
          {tab === 'package' && canImport && <UploadCard onStarted={show} texts={texts} />}
          {tab === 'sheet' && canImport && (
            <SheetCard offline={texts.offlineOnce} onStarted={show} texts={sheetTexts} />
          )}
          {tab !== 'export' && !canImport && (
            <div className="dft-notice">
              <p>
                <Phrase text={texts.readOnly} values={{ permission: <code>imports.write</code> }} />
              </p>
            </div>
          )}
        </>
      ) : (
        <OpenRun
          {...{
            run,
            problem,
            isOffline,
            texts,
            sheetTexts,
            canImport,
            timeZone,
            adminRoute,
            history,
            isChoosing,
          }}
          onChecked={() => {
            setChoosing(false);
            setTurn((known) => known + 1);
          }}
          onClose={() => show(undefined)}
          onColumns={() => setChoosing(true)}
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
  sheetTexts: (typeof SHEET_TEXTS)[Language];
  isChoosing: boolean;
  onStarted: (id: string) => void;
  onColumns: () => void;
  onChecked: () => void;
};

function OpenRun({
  run,
  problem,
  isOffline,
  texts,
  onClose,
  history,
  isChoosing,
  onChecked,
  ...rest
}: OpenRunProps) {
  const needsColumns = run !== undefined && (isChoosing || run.status === 'needs_columns');
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
      {needsColumns && rest.canImport && (
        <SheetColumns
          offline={texts.offlineOnce}
          onChecked={onChecked}
          runId={run.id}
          texts={rest.sheetTexts}
        />
      )}
      {run && isAtWork(run.status) && <RunWork run={run} texts={texts} />}
      {run && !needsColumns && !isAtWork(run.status) && (
        <RunReport isOld={isOld} key={run.id} run={run} texts={texts} {...rest} />
      )}
    </section>
  );
}
