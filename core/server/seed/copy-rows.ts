import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { TableRows } from './school-rows.ts';
import type { Piece, TableLines } from './year-lines.ts';

/** Told how many rows more were sent. */
export type OnRows = (rows: number) => void;

/** Sends rows by COPY as they are made: what is in memory is one piece, however many rows there are. */
export async function copyLines(client: pg.ClientBase, lines: TableLines, onRows: OnRows): Promise<void> {
  const columns = lines.columns.map((column) => `"${column}"`).join(', ');
  const stream = client.query(copyFrom(`copy "${lines.table}" (${columns}) from stdin`));
  await pipeline(Readable.from(texts(lines.pieces, onRows)), stream);
}

/** The same for rows as objects, all with the same keys. */
export async function copyRows(
  client: pg.ClientBase,
  { table, rows }: TableRows,
  onRows: OnRows,
): Promise<void> {
  let columns: string[] | undefined;
  const pieces: Piece[] = [];
  let text = '';
  let count = 0;
  for (const row of rows) {
    columns ??= Object.keys(row);
    text += `${columns.map((column) => cell(row[column])).join('\t')}\n`;
    count += 1;
  }
  if (count > 0) pieces.push({ text, rows: count });
  if (columns) await copyLines(client, { table, columns, pieces }, onRows);
}

function* texts(pieces: Iterable<Piece>, onRows: OnRows): Generator<string> {
  for (const { text, rows } of pieces) {
    yield text;
    onRows(rows);
  }
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cell(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  return String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
