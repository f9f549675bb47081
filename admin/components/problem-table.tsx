'use client';

import { Button } from '@payloadcms/ui';
import { useMemo, useState } from 'react';
import { downloadCsv } from './download-csv.ts';
import { formatCount } from './language.ts';
import { Phrase } from './phrase.tsx';
import { ProblemGroup } from './problem-group.tsx';
import './problem-table.css';

export type Problem = {
  severity: 'error' | 'warning';
  code: string;
  file: string | null;
  row: number | null;
  column: string | null;
  value: string | null;
  /** With the place in front. */
  message: string;
  /** Without it. */
  sentence: string;
};

export type ProblemTexts = Record<
  | 'all'
  | 'capped'
  | 'code'
  | 'column'
  | 'download'
  | 'error'
  | 'errors'
  | 'file'
  | 'message'
  | 'more'
  | 'noProblems'
  | 'nothingFound'
  | 'problemsTitle'
  | 'row'
  | 'search'
  | 'severity'
  | 'value'
  | 'warning'
  | 'warnings'
  | 'wholePackage',
  string
>;

type Props = {
  problems: Problem[];
  /** How many there are in all; the list may hold only the first of them. */
  errors: number;
  warnings: number;
  /** Of the checked file; names the download. */
  fileName: string;
  texts: ProblemTexts;
};

/** Errors and warnings grouped by file, to filter, search and take along. */
export function ProblemTable({ problems, errors, warnings, fileName, texts }: Props) {
  const [severity, setSeverity] = useState<'all' | Problem['severity']>('all');
  const [search, setSearch] = useState('');
  const groups = useMemo(() => groupByFile(problems, severity, search), [problems, severity, search]);
  if (errors + warnings === 0) {
    return (
      <section className="dft-card">
        <p>{texts.noProblems}</p>
      </section>
    );
  }
  const tabs = [
    ['all', texts.all, errors + warnings],
    ['error', texts.errors, errors],
    ['warning', texts.warnings, warnings],
  ] as const;
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <div className="dft-row dft-row--between">
        <h2>{texts.problemsTitle}</h2>
        <Button
          buttonStyle="secondary"
          extraButtonProps={{ 'data-testid': 'import-report-csv' }}
          onClick={() =>
            downloadCsv(`${fileName.replace(/\.zip$/i, '')}-report.csv`, toRows(problems, texts))
          }
          size="small"
        >
          {texts.download}
        </Button>
      </div>
      <div className="dft-row">
        <div className="dft-tabs">
          {tabs.map(([value, label, count]) => (
            <button
              aria-pressed={severity === value}
              className="dft-tab"
              disabled={count === 0}
              key={value}
              onClick={() => setSeverity(value)}
              type="button"
            >
              {label} <bdi>{formatCount(count)}</bdi>
            </button>
          ))}
        </div>
        <input
          aria-label={texts.search}
          className="dft-input problems__search"
          onChange={(event) => setSearch(event.target.value)}
          placeholder={texts.search}
          type="search"
          value={search}
        />
      </div>
      {problems.length < errors + warnings && (
        <p className="dft-muted">
          <Phrase
            text={texts.capped}
            values={{ shown: formatCount(problems.length), total: formatCount(errors + warnings) }}
          />
        </p>
      )}
      {groups.length === 0 && <p className="dft-muted">{texts.nothingFound}</p>}
      {groups.map(([file, items]) => (
        <ProblemGroup file={file} key={file ?? ''} problems={items} texts={texts} />
      ))}
    </section>
  );
}

function groupByFile(
  problems: Problem[],
  severity: 'all' | Problem['severity'],
  search: string,
): [string | null, Problem[]][] {
  const wanted = search.trim().toLocaleLowerCase();
  const groups = new Map<string | null, Problem[]>();
  for (const problem of problems) {
    if (severity !== 'all' && problem.severity !== severity) continue;
    const { file, row, column, value, sentence } = problem;
    const haystack = [file, row, column, value, sentence].join(' ').toLocaleLowerCase();
    if (wanted !== '' && !haystack.includes(wanted)) continue;
    const known = groups.get(file);
    if (known) known.push(problem);
    else groups.set(file, [problem]);
  }
  return [...groups];
}

function toRows(problems: Problem[], texts: ProblemTexts): unknown[][] {
  return [
    [texts.severity, texts.code, texts.file, texts.row, texts.column, texts.value, texts.message],
    ...problems.map((problem) => [
      texts[problem.severity],
      problem.code,
      problem.file,
      problem.row,
      problem.column,
      problem.value,
      problem.sentence.replace(/[\u2068\u2069]/g, ''),
    ]),
  ];
}
