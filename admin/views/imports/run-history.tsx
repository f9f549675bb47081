'use client';

import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import type { RunStatus, RunSummary } from './import-types.ts';
import type { ImportTexts } from './texts.ts';

type Props = {
  runs: RunSummary[] | undefined;
  current: string | undefined;
  texts: ImportTexts;
  language: Language;
  timeZone: string;
  onOpen: (id: string) => void;
};

const TONES: Partial<Record<RunStatus, string>> = {
  done: ' dft-badge--good',
  rejected: ' dft-badge--error',
  failed: ' dft-badge--error',
  needs_confirmation: ' dft-badge--warning',
};

/** The latest checks and imports; each opens its report again. */
export function RunHistory({ runs, current, texts, timeZone, onOpen }: Props) {
  if (runs === undefined) return null;
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <h2>{texts.earlier}</h2>
      {runs.length === 0 ? (
        <p className="dft-muted">{texts.noneYet}</p>
      ) : (
        <table className="dft-table dft-table--stack">
          <thead>
            <tr>
              <th scope="col">{texts.when}</th>
              <th scope="col">{texts.file}</th>
              <th scope="col">{texts.result}</th>
              <th className="dft-number" scope="col">
                {texts.errors}
              </th>
              <th className="dft-number" scope="col">
                {texts.warnings}
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr aria-current={run.id === current ? 'true' : undefined} data-run={run.id} key={run.id}>
                <td className="dft-number imports-when">
                  <bdi>{formatMoment(run.createdAt, timeZone)}</bdi>
                </td>
                <td className="dft-break">
                  <a
                    aria-label={texts.openReport.replace('{name}', run.fileName)}
                    href={`?run=${run.id}`}
                    onClick={(event) => {
                      event.preventDefault();
                      onOpen(run.id);
                    }}
                  >
                    <bdi>{run.fileName}</bdi>
                  </a>
                </td>
                <td>
                  <span
                    className={`dft-badge${run.dryRun && run.status === 'done' ? '' : (TONES[run.status] ?? '')}`}
                  >
                    {(run.dryRun ? texts.statusCheck : texts.statusReal)[run.status]}
                  </span>
                </td>
                <Count label={texts.errors} value={run.errorCount} />
                <Count label={texts.warnings} value={run.warningCount} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Count({ label, value }: { label: string; value: number }) {
  return (
    <td className={`dft-number${value === 0 ? ' dft-zero' : ''}`} data-empty={value === 0} data-label={label}>
      <bdi>{formatCount(value)}</bdi>
    </td>
  );
}
