import type { Queryable } from '../../tenancy/index.ts';
import { headerSignature } from './fold-header.ts';
import { findHeaderRow, guessMapping } from './guess-mapping.ts';
import { readDate } from './parse-date.ts';
import { firstRows, sheetsOf } from './read-sheet.ts';
import { SheetFault } from './sheet-fault.ts';
import type { DateOrder, SheetField, SheetMapping, SheetRow } from './sheet-types.ts';

/** What a person needs to see to say which column is what. */
export type SheetDescription = {
  readonly sheets: readonly string[];
  readonly sheet: string | undefined;
  readonly headerRow: number;
  readonly columns: readonly { readonly header: string; readonly samples: readonly string[] }[];
  readonly mapping: SheetMapping;
  /** The same headers were imported before, and the columns are as they were chosen then. */
  readonly isRemembered: boolean;
  readonly dateOrder: DateOrder | undefined;
  /** A date of the sheet that can be read in two ways; somebody has to say which is meant. */
  readonly dateQuestion:
    | { readonly value: string; readonly dayFirst: string; readonly monthFirst: string }
    | undefined;
};

const SAMPLE_ROWS = 400;
const SHOWN_SAMPLES = 4;

/** Looks at the beginning of a file: its sheets, headers and samples, and a guess or memory of what the columns are. */
export async function describeSheet(
  client: Queryable,
  bytes: Buffer,
  wanted: {
    readonly collection: string;
    readonly fields: readonly SheetField[];
    readonly sheet?: string;
    readonly headerRow?: number;
  },
): Promise<SheetDescription> {
  const sheets = await sheetsOf(bytes);
  const sheet = wanted.sheet !== undefined && sheets.includes(wanted.sheet) ? wanted.sheet : sheets[0];
  const rows = await firstRows(bytes, sheet, SAMPLE_ROWS);
  const headerRow = wanted.headerRow ?? findHeaderRow(rows, wanted.fields);
  const header = rows.find((row) => row.number === headerRow);
  if (header === undefined || headerRow === undefined) throw new SheetFault('no_rows');
  const samples = rows.filter((row) => row.number > headerRow);
  const headers = header.cells.map(({ text }) => text);
  const remembered = await recall(client, wanted.collection, headers);
  const mapping = remembered?.mapping ?? guessMapping(headers, samples, wanted.fields);
  return {
    sheets,
    sheet,
    headerRow,
    columns: headers.map((text, index) => ({ header: text, samples: samplesOf(samples, index) })),
    mapping,
    isRemembered: remembered !== undefined,
    dateOrder: remembered?.dateOrder,
    dateQuestion: openDate(samples, mapping, wanted.fields),
  };
}

/** Keeps what was chosen for sheets with these headers, for the next one of its kind. */
export async function rememberMapping(
  client: Queryable,
  collection: string,
  headers: readonly string[],
  choice: { readonly mapping: SheetMapping; readonly dateOrder?: DateOrder | undefined },
): Promise<void> {
  await client.query(
    `insert into sheet_mappings (collection, signature, mapping) values ($1, $2, $3)
     on conflict (tenant_id, collection, signature) do update set mapping = excluded.mapping, updated_at = now()`,
    [
      collection,
      headerSignature(headers),
      JSON.stringify({ mapping: choice.mapping, dateOrder: choice.dateOrder }),
    ],
  );
}

async function recall(
  client: Queryable,
  collection: string,
  headers: readonly string[],
): Promise<{ mapping: SheetMapping; dateOrder?: DateOrder } | undefined> {
  const { rows } = await client.query(
    'select mapping from sheet_mappings where collection = $1 and signature = $2',
    [collection, headerSignature(headers)],
  );
  return rows[0]?.mapping;
}

function samplesOf(rows: readonly SheetRow[], index: number): string[] {
  const texts = rows.map(({ cells }) => cells[index]?.text ?? '').filter((text) => text !== '');
  return [...new Set(texts)].slice(0, SHOWN_SAMPLES).map((text) => text.slice(0, 60));
}

function openDate(
  rows: readonly SheetRow[],
  mapping: SheetMapping,
  fields: readonly SheetField[],
): SheetDescription['dateQuestion'] {
  const dates = new Set(fields.filter(({ kind }) => kind === 'date').map(({ name }) => name));
  for (const [index, name] of Object.entries(mapping)) {
    if (!dates.has(name)) continue;
    for (const { cells } of rows) {
      const value = cells[Number(index)]?.text ?? '';
      const reading = value === '' ? undefined : readDate(value);
      if (reading && 'open' in reading)
        return { value, dayFirst: reading.open[0], monthFirst: reading.open[1] };
    }
  }
  return undefined;
}
