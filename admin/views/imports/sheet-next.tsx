'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatCount } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { ImportRun } from './import-types.ts';
import type { SheetTexts } from './sheet-texts.ts';
import type { ImportTexts } from './texts.ts';

type Props = {
  run: ImportRun;
  texts: SheetTexts;
  common: ImportTexts;
  onStarted: (id: string) => void;
  onColumns: () => void;
};
type Undone = {
  deleted: number;
  restored: number;
  blockers: { recordId: string; label: string; reason: 'used' | 'changed' | 'gone' }[];
};

/** What can be done with a sheet after its check or its import: import it, choose columns anew, or take it back. */
export function SheetNext({ run, texts, common, onStarted, onColumns }: Props) {
  const [isSkipping, setSkipping] = useState(false);
  const [isSure, setSure] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [undo, setUndo] = useState<{ result: Undone; isDone: boolean }>();
  const asks = run.status === 'needs_confirmation';
  const isImported = !run.dryRun && run.status === 'done';
  const [removed = 0, existing = 0] = (asks ? (run.failure ?? '') : '').split('/').map(Number);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    await work().catch((error: unknown) => setProblem(problemSentence(error, common.offlineOnce)));
    setBusy(false);
  };
  const start = () =>
    attempt(async () => {
      const body = { id: run.id, skipFaulty: isSkipping, removalConfirmed: asks && isSure };
      onStarted((await callApi<{ runId: string }>('/sheets/confirm', body)).runId);
    });
  const takeBack = (preview: boolean) =>
    attempt(async () => {
      setUndo({ result: await callApi<Undone>('/sheets/undo', { id: run.id, preview }), isDone: !preview });
    });

  return (
    <div className="dft-stack dft-stack--tight imports-next">
      {run.errors + run.warnings > 0 && (
        <p>
          <a download href={`/api/sheets/problems?id=${run.id}`}>
            {texts.problemsFile}
          </a>
        </p>
      )}
      {run.dryRun && run.errors > 0 && (
        <Tick isOn={isSkipping} onChange={setSkipping} testId="sheet-skip">
          {texts.skip}
        </Tick>
      )}
      {asks && (
        <>
          <p>
            <Phrase
              text={common.guardText}
              values={{ removed: formatCount(removed), existing: formatCount(existing) }}
            />
          </p>
          <Tick isOn={isSure} onChange={setSure} testId="sheet-removal">
            <Phrase text={common.guardTick} values={{ removed: formatCount(removed) }} />
          </Tick>
        </>
      )}
      {run.dryRun && (
        <div className="dft-row">
          {run.status !== 'rejected' && run.status !== 'failed' && (
            <Button
              disabled={isBusy || (run.errors > 0 && !isSkipping) || (asks && !isSure)}
              extraButtonProps={{ 'data-testid': 'sheet-confirm' }}
              onClick={() => void start()}
              size="large"
            >
              {texts.import}
            </Button>
          )}
          <Button buttonStyle="secondary" disabled={isBusy} onClick={onColumns} size="large">
            {texts.again}
          </Button>
        </div>
      )}
      {(run.undoneAt !== null || undo?.isDone) && <p role="status">{texts.undone}</p>}
      {undo && <UndoText isDone={undo.isDone} result={undo.result} texts={texts} />}
      {isImported && run.undoneAt === null && !undo?.isDone && (
        <div className="dft-row">
          <Button
            buttonStyle="secondary"
            disabled={isBusy}
            extraButtonProps={{ 'data-testid': undo ? 'sheet-undo-now' : 'sheet-undo' }}
            onClick={() => void takeBack(undo === undefined)}
          >
            {undo ? texts.undoNow : texts.undo}
          </Button>
          {undo && (
            <Button buttonStyle="secondary" disabled={isBusy} onClick={() => setUndo(undefined)}>
              {texts.keep}
            </Button>
          )}
        </div>
      )}
      {problem !== undefined && (
        <p className="imports-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function UndoText({ result, isDone, texts }: { result: Undone; isDone: boolean; texts: SheetTexts }) {
  const counts = { deleted: formatCount(result.deleted), restored: formatCount(result.restored) };
  return (
    <div className="dft-stack dft-stack--tight" data-testid="sheet-undo-text">
      {!isDone && <strong>{texts.undoTitle}</strong>}
      <p>
        <Phrase text={isDone ? texts.undoneText : texts.undoText} values={counts} />
      </p>
      {result.blockers.length > 0 && (
        <>
          <p>
            <Phrase text={texts.undoKept} values={{ count: formatCount(result.blockers.length) }} />
          </p>
          <ul>
            {result.blockers.map(({ recordId, label, reason }) => (
              <li key={recordId}>
                <bdi>{label}</bdi>: {texts.reasons[reason]}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Tick(props: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  testId: string;
  children: React.ReactNode;
}) {
  return (
    <label className="dft-check">
      <input
        checked={props.isOn}
        data-testid={props.testId}
        onChange={(event) => props.onChange(event.target.checked)}
        type="checkbox"
      />
      <span>{props.children}</span>
    </label>
  );
}
