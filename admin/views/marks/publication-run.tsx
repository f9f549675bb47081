'use client';

import { Button } from '@payloadcms/ui';
import type { PublicationRun, SkippedSheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill, formatNumber } from '../../components/format.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { PUBLICATION_TEXTS, type PublicationTexts } from './publication-texts.ts';

type PublicationRunProps = {
  run: PublicationRun;
  language: Language;
  onOpen: (offering: string) => void;
  onStop: () => void;
};
/** Lesson groups that are named; a term may have a thousand. */
const NAMED = 50;

/** How far a run is, what it did, and what it left with the way there. */
export function PublicationRunPanel({ run, language, onOpen, onStop }: PublicationRunProps) {
  const texts = PUBLICATION_TEXTS[language];
  const isAtWork = run.state === 'queued' || run.state === 'running';
  return (
    <section
      className="dft-card dft-stack dft-stack--tight"
      data-state={run.state}
      data-testid="publication-run"
    >
      {isAtWork && <ProgressBar label={texts.running[run.deed]} percent={run.percent} />}
      <div className="dft-row dft-row--between">
        <p role="status">{sentence(run, texts, language)}</p>
        {isAtWork && (
          <Button
            buttonStyle="secondary"
            extraButtonProps={{ 'data-testid': 'publication-stop' }}
            margin={false}
            onClick={onStop}
            size="small"
          >
            {texts.stop}
          </Button>
        )}
      </div>
      {run.refused.length > 0 && (
        <div data-testid="publication-refused">
          <p>{counted(texts.left, run.refused.length, language)}</p>
          <ul className="marks-refused">
            {run.refused.slice(0, NAMED).map((sheet) => (
              <li key={sheet.offeringId}>
                <button
                  className="marks-overview__open"
                  onClick={() => onOpen(sheet.offeringId)}
                  type="button"
                >
                  <bdi>{sheet.title}</bdi>
                </button>{' '}
                <span className="dft-muted">{reason(sheet, texts, language)}</span>
              </li>
            ))}
            {run.refused.length > NAMED && (
              <li className="dft-muted">{counted(texts.more, run.refused.length - NAMED, language)}</li>
            )}
          </ul>
        </div>
      )}
    </section>
  );
}

function sentence(run: PublicationRun, texts: PublicationTexts, language: Language): string {
  const done = counted(texts.done[run.deed], run.sheets, language);
  if (run.state === 'cancelled') return `${texts.cancelled} ${done}`;
  if (run.state === 'failed') return `${texts.failed} ${done}`;
  if (run.state === 'done')
    return run.messages === undefined ? done : `${done} ${counted(texts.told, run.messages, language)}`;
  return fill(texts.running[run.deed], {
    done: formatNumber(run.doneGroups, language),
    total: formatNumber(run.groups, language),
  });
}

/** Why a lesson group was left, in words. */
export function reason(sheet: SkippedSheet, texts: PublicationTexts, language: Language): string {
  if (sheet.reason === 'missingMarks') return counted(texts.emptyCells, sheet.emptyCells ?? 0, language);
  return texts.reasons[sheet.reason];
}
