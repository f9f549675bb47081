import { Button, toast } from '@payloadcms/ui';
import { useState } from 'react';
import type { YearEndRun } from '../../../core/year-end/browser.ts';
import { callApi } from '../../components/call-api.ts';
import { fill, formatDate, formatNumber } from '../../components/format.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { useWork } from '../../components/use-work.ts';
import { YEAR_END_TEXTS } from './texts.ts';

type Props = {
  run: YearEndRun;
  accepted: string[];
  isFree: boolean;
  pupils: number;
  language: Language;
  timeZone: string;
  onChanged: () => Promise<void>;
};

/** Commit and undo, each after one question. */
export function CommitCard({ run, accepted, isFree, pupils, language, timeZone, onChanged }: Props) {
  const { commit: texts, offline } = YEAR_END_TEXTS[language];
  const [asked, setAsked] = useState<'commit' | 'undo'>();
  const { isBusy, problem, work } = useWork(offline);
  const start = formatDate(run.to.startDate, language);
  const isDone = run.status === 'committed';
  const act = (path: '/year-end/commit' | '/year-end/undo') =>
    work(async () => {
      const body = path === '/year-end/commit' ? { revision: run.revision, accepted } : {};
      setAsked(undefined);
      await callApi(path, { run: run.id, ...body });
      if (path === '/year-end/undo') toast.success(texts.undone);
      await onChanged();
    });
  return (
    <section className="dft-card dft-stack" data-status={run.status} data-testid="year-end-commit">
      <h2>{texts.title}</h2>
      {isDone && (
        <div className="dft-notice dft-notice--good">
          <p>
            <Phrase
              text={texts.done}
              values={{
                at: formatMoment(run.committedAt ?? '', timeZone),
                by: run.committedByLabel ?? '',
              }}
            />
          </p>
          <p>{run.turnedAt ? texts.turned : <Phrase text={texts.waiting} values={{ start }} />}</p>
        </div>
      )}
      {run.status === 'draft' && (
        <p>
          <Phrase text={texts.intro} values={{ to: run.to.title, start }} />
        </p>
      )}
      {run.status === 'undone' && <div className="dft-notice">{texts.undone}</div>}
      {problem && (
        <div className="dft-notice dft-notice--error" role="alert">
          {problem}
        </div>
      )}
      {isBusy && <p role="status">{texts.working}</p>}
      <div className="dft-row">
        {run.status === 'draft' && (
          <Button
            disabled={isBusy || !isFree}
            extraButtonProps={{ 'data-testid': 'commit' }}
            margin={false}
            onClick={() => setAsked('commit')}
          >
            {texts.go}
          </Button>
        )}
        {isDone && (
          <Button
            buttonStyle="secondary"
            disabled={isBusy}
            extraButtonProps={{ 'data-testid': 'undo' }}
            margin={false}
            onClick={() => setAsked('undo')}
          >
            {texts.undo}
          </Button>
        )}
      </div>
      {asked && (
        <Modal
          onClose={() => setAsked(undefined)}
          testId="year-end-sure"
          title={
            asked === 'undo'
              ? texts.undoSure
              : fill(texts.sure, { count: formatNumber(pupils, language), to: `\u2068${run.to.title}\u2069` })
          }
        >
          <p>{asked === 'undo' ? texts.undoText : texts.sureText}</p>
          <ModalActions>
            <Button
              className={asked === 'undo' ? 'dft-modal__danger' : ''}
              extraButtonProps={{ 'data-testid': 'sure' }}
              onClick={() => void act(asked === 'undo' ? '/year-end/undo' : '/year-end/commit')}
            >
              {asked === 'undo' ? texts.undoYes : texts.yes}
            </Button>
            <Button buttonStyle="secondary" onClick={() => setAsked(undefined)}>
              {texts.no}
            </Button>
          </ModalActions>
        </Modal>
      )}
    </section>
  );
}
