'use client';

import { useId, useState } from 'react';
import type { Block } from '../../../plugins/sdk/index.ts';
import { counted } from '../format.ts';
import { type BlockHost, shown } from './block-host.ts';
import { cellText } from './cell-text.ts';
import { BLOCK_TEXTS } from './texts.ts';

type Props = { block: Extract<Block, { kind: 'table' }>; host: BlockHost };

const FIRST_ROWS = 25;
const NUMBERS: ReadonlySet<string> = new Set(['number', 'percent']);

/** Rows and columns; on a phone each row is a list. Long tables open on request. */
export function TableBlock({ block: { title, columns, rows, empty }, host }: Props) {
  const { language } = host;
  const texts = BLOCK_TEXTS[language];
  const [isWhole, setWhole] = useState(rows.length <= FIRST_ROWS);
  const id = useId();
  const seen = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <section {...(title === undefined ? {} : { 'aria-labelledby': id })} className="blocks-part">
      {title !== undefined && (
        <h3 className={shown(title, language) === host.heading ? 'dft-hidden' : ''} id={id}>
          <bdi>{shown(title, language)}</bdi>
        </h3>
      )}
      {rows.length === 0 ? (
        <p className="dft-muted">{empty === undefined ? texts.noRows : shown(empty, language)}</p>
      ) : (
        <div className="dft-table-wrap">
          <table className="dft-table dft-table--stack">
            <thead>
              <tr>
                {columns.map(({ key, label, format = 'text' }) => (
                  <th className={NUMBERS.has(format) ? 'dft-number' : ''} key={key} scope="col">
                    {shown(label, language)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seen.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a plugin have no identity
                <tr key={index}>
                  {columns.map(({ key, label, format = 'text' }) => (
                    <td
                      className={NUMBERS.has(format) ? 'dft-number' : 'dft-break'}
                      data-label={shown(label, language)}
                      key={key}
                    >
                      <bdi>{cellText(row[key], format, host)}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!isWhole && (
        <button className="settings-form__link" onClick={() => setWhole(true)} type="button">
          {counted(texts.showAll, rows.length, language)}
        </button>
      )}
    </section>
  );
}
