'use client';

import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { SheetTarget } from './sheet-card.tsx';
import type { SheetTexts } from './sheet-texts.ts';

type Description = {
  collection: string;
  sheets: string[];
  sheet?: string;
  headerRow: number;
  columns: { header: string; samples: string[] }[];
  mapping: Record<string, string>;
  isRemembered: boolean;
  dateOrder?: DateOrder;
  dateQuestion?: { value: string; dayFirst: string; monthFirst: string };
};
type DateOrder = 'day-first' | 'month-first';

type Props = { runId: string; texts: SheetTexts; offline: string; onChecked: () => void };

/** The step in which a person says which column of a sheet is what, and how ambiguous dates are meant. */
export function SheetColumns({ runId, texts, offline, onChecked }: Props) {
  const [fields, setFields] = useState<SheetTarget['fields']>([]);
  const [found, setFound] = useState<Description>();
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [order, setOrder] = useState<DateOrder>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const load = useCallback(
    async (more: { sheet?: string; headerRow?: number }) => {
      try {
        const query = new URLSearchParams({ id: runId });
        if (more.sheet !== undefined) query.set('sheet', more.sheet);
        if (more.headerRow !== undefined) query.set('headerRow', String(more.headerRow));
        const answer = await callApi<Description>(`/sheets/columns?${query}`);
        const { targets } = await callApi<{ targets: SheetTarget[] }>('/sheets/targets');
        setFields(targets.find(({ name }) => name === answer.collection)?.fields ?? []);
        setFound(answer);
        setMapping(answer.mapping);
        setOrder(answer.dateOrder);
        setProblem(undefined);
      } catch (error) {
        setProblem(problemSentence(error, offline));
      }
    },
    [runId, offline],
  );
  useEffect(() => void load({}), [load]);

  const choose = (column: number, field: string) =>
    setMapping((known) => {
      // A field has one column: choosing it anew takes it from the other.
      const kept = Object.entries(known).filter(
        ([index, name]) => index !== String(column) && name !== field,
      );
      return Object.fromEntries(field === '' ? kept : [...kept, [String(column), field]]);
    });
  const check = async () => {
    if (!found) return;
    setBusy(true);
    try {
      const { sheet, headerRow } = found;
      await callApi('/sheets/check', {
        id: runId,
        options: { headerRow, mapping, ...(sheet ? { sheet } : {}), ...(order ? { dateOrder: order } : {}) },
      });
      onChecked();
    } catch (error) {
      setProblem(problemSentence(error, offline));
      setBusy(false);
    }
  };

  return (
    <section className="dft-card dft-stack" data-testid="sheet-columns">
      <h2>{texts.columns}</h2>
      <p className="dft-muted">{found?.isRemembered ? texts.remembered : texts.columnsLead}</p>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {found && (
        <>
          <div className="dft-row imports-choices">
            {found.sheets.length > 1 && (
              <label className="dft-stack dft-stack--tight imports-field">
                <span>{texts.sheet}</span>
                <select
                  className="dft-input"
                  onChange={(event) => void load({ sheet: event.target.value })}
                  value={found.sheet}
                >
                  {found.sheets.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </select>
              </label>
            )}
            <label className="dft-stack dft-stack--tight imports-field">
              <span>{texts.headerRow}</span>
              <input
                className="dft-input"
                defaultValue={found.headerRow}
                key={found.headerRow}
                max={400}
                min={1}
                onBlur={(event) => {
                  const headerRow = Number(event.target.value);
                  if (headerRow >= 1 && headerRow !== found.headerRow)
                    void load({ headerRow, ...(found.sheet ? { sheet: found.sheet } : {}) });
                }}
                type="number"
              />
            </label>
          </div>
          <table className="dft-table dft-table--stack">
            <thead>
              <tr>
                <th scope="col">{texts.column}</th>
                <th scope="col">{texts.samples}</th>
                <th scope="col">{texts.field}</th>
              </tr>
            </thead>
            <tbody>
              {found.columns.map(({ header, samples }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of a sheet are known by their place
                <tr key={index}>
                  <td className="dft-break">
                    <bdi>{header || `#${index + 1}`}</bdi>
                  </td>
                  <td className="dft-break dft-muted" data-label={texts.samples}>
                    {samples.map((sample) => (
                      <bdi className="imports-sample" key={sample}>
                        {sample}
                      </bdi>
                    ))}
                  </td>
                  <td data-label={texts.field}>
                    <select
                      aria-label={`${texts.field}: ${header}`}
                      className="dft-input"
                      data-column={index}
                      onChange={(event) => choose(index, event.target.value)}
                      value={mapping[index] ?? ''}
                    >
                      <option value="">{texts.leaveOut}</option>
                      {fields.map((field) => (
                        <option key={field.name} value={field.name}>
                          {field.label}
                          {field.required ? ` (${texts.required})` : ''}
                        </option>
                      ))}
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {found.dateQuestion && (
            <DateQuestion order={order} question={found.dateQuestion} setOrder={setOrder} texts={texts} />
          )}
          <div className="dft-row">
            <Button
              disabled={
                isBusy || Object.keys(mapping).length === 0 || (found.dateQuestion !== undefined && !order)
              }
              extraButtonProps={{ 'data-testid': 'sheet-check' }}
              onClick={() => void check()}
              size="large"
            >
              {isBusy ? texts.checking : texts.check}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function DateQuestion({
  question,
  order,
  setOrder,
  texts,
}: {
  question: NonNullable<Description['dateQuestion']>;
  order: DateOrder | undefined;
  setOrder: (order: DateOrder) => void;
  texts: SheetTexts;
}) {
  const choices = [
    ['day-first', texts.dayFirst, question.dayFirst],
    ['month-first', texts.monthFirst, question.monthFirst],
  ] as const;
  return (
    <fieldset className="dft-notice dft-notice--warning dft-stack dft-stack--tight imports-dates">
      <legend>{texts.dateTitle}</legend>
      <p>
        <Phrase text={texts.dateQuestion} values={question} />
      </p>
      {choices.map(([value, text, date]) => (
        <label className="dft-check" key={value}>
          <input checked={order === value} name="date-order" onChange={() => setOrder(value)} type="radio" />
          <span>
            <Phrase text={text} values={{ date }} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}
