'use client';

import { formatCount } from '../../components/language.ts';
import type { EntityCounts } from './import-types.ts';
import type { ImportTexts } from './texts.ts';

const COLUMNS = ['created', 'updated', 'unchanged', 'removed'] as const;

type Props = { counts: Record<string, EntityCounts>; isDryRun: boolean; texts: ImportTexts };

/** What an import does to each kind of record, in the order a school thinks of them. */
export function CountsTable({ counts, isDryRun, texts }: Props) {
  const known = Object.keys(texts.entities);
  const place = (entity: string) => (known.includes(entity) ? known.indexOf(entity) : known.length);
  const rows = Object.entries(counts)
    .filter(([, row]) => COLUMNS.some((column) => row[column] > 0))
    .sort(([a], [b]) => place(a) - place(b));
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <h2>{isDryRun ? texts.countsCheck : texts.countsReal}</h2>
      {rows.length === 0 ? (
        <p data-testid="import-counts">{texts.nothingCounted}</p>
      ) : (
        <div className="dft-table-wrap">
          <table className="dft-table imports-counts" data-testid="import-counts">
            <thead>
              <tr>
                <th scope="col">{texts.kind}</th>
                {COLUMNS.map((column) => (
                  <th className="dft-number" key={column} scope="col">
                    {texts[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([entity, row]) => (
                <tr data-entity={entity} key={entity}>
                  <th scope="row">{texts.entities[entity] ?? <bdi>{entity}</bdi>}</th>
                  {COLUMNS.map((column) => (
                    <td
                      className={`dft-number${row[column] === 0 ? ' dft-zero' : ''}`}
                      data-column={column}
                      key={column}
                    >
                      <bdi>{formatCount(row[column])}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
