'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { formatCount } from './language.ts';
import { Phrase } from './phrase.tsx';
import type { Problem, ProblemTexts } from './problem-table.tsx';

const AT_FIRST = 50;

type Props = { file: string | null; problems: Problem[]; texts: ProblemTexts };

/** The problems of one file, errors first, in the order of its rows. */
export function ProblemGroup({ file, problems, texts }: Props) {
  const [shown, setShown] = useState(AT_FIRST);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const sorted = [...problems].sort(
    (a, b) => a.severity.localeCompare(b.severity) || (a.row ?? 0) - (b.row ?? 0),
  );
  const rest = sorted.length - shown;
  return (
    <details className="problems__group" open>
      <summary>
        {file === null ? texts.wholePackage : <bdi className="dft-break">{file}</bdi>}
        {errors > 0 && (
          <span className="dft-badge dft-badge--error">
            {texts.errors} <bdi>{formatCount(errors)}</bdi>
          </span>
        )}
        {problems.length > errors && (
          <span className="dft-badge dft-badge--warning">
            {texts.warnings} <bdi>{formatCount(problems.length - errors)}</bdi>
          </span>
        )}
      </summary>
      <div className="problems__body">
        <table className="dft-table dft-table--stack">
          <thead>
            <tr>
              <th scope="col">{texts.severity}</th>
              <th scope="col">{texts.row}</th>
              <th scope="col">{texts.column}</th>
              <th scope="col">{texts.value}</th>
              <th scope="col">{texts.message}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((problem, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes, and two problems may be equal
              <ProblemRow key={index} problem={problem} texts={texts} />
            ))}
          </tbody>
        </table>
        {rest > 0 && (
          <Button buttonStyle="secondary" onClick={() => setShown(sorted.length)} size="small">
            <Phrase text={texts.more} values={{ count: formatCount(rest) }} />
          </Button>
        )}
      </div>
    </details>
  );
}

function ProblemRow({ problem, texts }: { problem: Problem; texts: ProblemTexts }) {
  const { severity, row, column, value, sentence, code } = problem;
  return (
    <tr data-code={code}>
      <td>
        <span className={`dft-badge dft-badge--${severity}`}>{texts[severity]}</span>
      </td>
      <td className="dft-start" data-empty={row === null} data-label={texts.row}>
        <bdi>{row ?? ''}</bdi>
      </td>
      <td data-empty={column === null} data-label={texts.column}>
        <bdi className="dft-break">{column ?? ''}</bdi>
      </td>
      <td data-empty={!value} data-label={texts.value}>
        <bdi className="dft-break problems__value">{value ?? ''}</bdi>
      </td>
      <td dir="auto">{sentence}</td>
    </tr>
  );
}
