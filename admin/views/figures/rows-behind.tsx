'use client';

import { useEffect, useState } from 'react';
import type { FigureRow, FigureRowsOf } from '../../../core/billing/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { downloadCsv } from '../../components/download-csv.ts';
import { fill, formatNumber } from '../../components/format.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { FIGURES_TEXTS, type FiguresTexts } from './texts.ts';

/** Which rows are asked for, and what they stand behind. */
export type Behind = { title: string; of: FigureRowsOf; month: string; span: number; cohort?: string };
type Answer = { rows: FigureRow[]; totalCents: number };

/** As many rows as people read; the file has all. */
const SHOWN = 200;

/** The rows that a figure is made of, over the page, with their sum. */
export function RowsBehind({
  behind,
  language,
  onClose,
}: {
  behind: Behind;
  language: Language;
  onClose: () => void;
}) {
  const texts = FIGURES_TEXTS[language];
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const { of, month, span, cohort } = behind;
    const query = new URLSearchParams({ of, month, span: String(span), ...(cohort ? { cohort } : {}) });
    callApi<Answer>(`/console/figures/rows?${query}`).then(setAnswer, (error) =>
      setProblem(problemSentence(error, texts.offline)),
    );
  }, [behind, texts]);
  return (
    <Modal
      onClose={onClose}
      size="wide"
      testId="figures-rows"
      title={fill(texts.rowsBehind, { figure: `\u2068${behind.title}\u2069` })}
    >
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {answer === undefined && problem === undefined && <p className="dft-muted">{texts.working}</p>}
      {answer && <RowTable answer={answer} language={language} texts={texts} />}
      <ModalActions>
        <button className="dft-tab" onClick={onClose} type="button">
          {texts.close}
        </button>
        {answer && answer.rows.length > 0 && (
          <button
            className="dft-tab"
            onClick={() => downloadCsv(`${behind.of}-${behind.month}.csv`, csvOf(answer))}
            type="button"
          >
            {texts.csv}
          </button>
        )}
      </ModalActions>
    </Modal>
  );
}

function RowTable({ answer, language, texts }: { answer: Answer; language: Language; texts: FiguresTexts }) {
  const { rows, totalCents } = answer;
  if (rows.length === 0) return <p className="dft-muted">{texts.noRows}</p>;
  const hasKind = rows.some(({ kind }) => kind !== undefined);
  const hasBefore = rows.some(({ beforeCents }) => beforeCents !== undefined);
  const { columns } = texts;
  const sum = (of: (row: FigureRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const money = (cents: number | undefined) => (
    <bdi>{cents === undefined ? '' : formatMoney(cents, language)}</bdi>
  );
  return (
    <>
      <p className="dft-muted">
        {fill(texts.rowCount, { count: formatNumber(rows.length, language) })} · {texts.total}:{' '}
        <strong>{money(totalCents)}</strong>
        {hasBefore && !hasKind && (
          <>
            {' '}
            · {columns.before}: {money(sum(({ beforeCents = 0 }) => beforeCents))} · {columns.after}:{' '}
            {money(sum(({ afterCents = 0 }) => afterCents))}
          </>
        )}
      </p>
      <div className="dft-table-wrap figures__rows">
        <table className="dft-table dft-table--stack">
          <thead>
            <tr>
              <th scope="col">{columns.school}</th>
              {hasKind && <th scope="col">{columns.at}</th>}
              {hasKind && <th scope="col">{columns.kind}</th>}
              {hasBefore && (
                <th className="dft-number" scope="col">
                  {columns.before}
                </th>
              )}
              {hasBefore && (
                <th className="dft-number" scope="col">
                  {columns.after}
                </th>
              )}
              <th className="dft-number" scope="col">
                {columns.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
              <tr key={index}>
                <th scope="row">
                  <a href={`/admin/schools/${row.tenantId}`}>
                    <bdi>{language === 'ar' ? (row.nameAr ?? row.name) : row.name}</bdi>
                  </a>
                </th>
                {hasKind && (
                  <td data-label={columns.at}>
                    <bdi>{row.at && formatMoment(row.at, 'UTC')}</bdi>
                  </td>
                )}
                {hasKind && (
                  <td data-label={columns.kind}>
                    {texts.kinds[row.kind ?? ''] ?? <bdi>{row.kind}</bdi>}
                    {row.reason && (
                      <span className="dft-muted">
                        {' '}
                        · <bdi>{row.reason}</bdi>
                      </span>
                    )}
                  </td>
                )}
                {hasBefore && (
                  <td className="dft-number" data-label={columns.before}>
                    {money(row.beforeCents)}
                  </td>
                )}
                {hasBefore && (
                  <td className="dft-number" data-label={columns.after}>
                    {money(row.afterCents)}
                  </td>
                )}
                <td className="dft-number" data-label={columns.amount}>
                  {money(row.cents)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function csvOf({ rows }: Answer): unknown[][] {
  const dollars = (cents: number | undefined) => (cents === undefined ? undefined : cents / 100);
  return [
    ['school', 'subdomain', 'time (UTC)', 'movement', 'reason', 'before', 'after', 'amount'],
    ...rows.map((row) => [
      ...[row.name, row.subdomain, row.at, row.kind, row.reason],
      ...[dollars(row.beforeCents), dollars(row.afterCents), dollars(row.cents)],
    ]),
  ];
}
