'use client';

import { ProgressBar } from '../../components/progress-bar.tsx';
import type { ImportRun } from './import-types.ts';
import type { ImportTexts } from './texts.ts';

/** An import that is still at work: its step and how far it is. */
export function RunWork({ run, texts }: { run: ImportRun; texts: ImportTexts }) {
  const step = run.status === 'queued' ? 'queued' : (run.step ?? 'reading');
  const status = run.dryRun ? texts.statusCheck : texts.statusReal;
  return (
    <section
      className="dft-card dft-stack dft-stack--tight"
      data-status={run.status}
      data-testid="import-status"
    >
      <h2>
        {status[run.status]}: <bdi className="dft-break">{run.fileName}</bdi>
      </h2>
      <ProgressBar label={run.dryRun ? texts.check : texts.real} percent={run.progressPercent} />
      <p aria-live="polite">{texts.steps[step] ?? texts.steps.reading}</p>
      <p className="dft-muted">{texts.leave}</p>
    </section>
  );
}
