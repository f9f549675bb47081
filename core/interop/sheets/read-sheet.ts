import { readCsv } from './read-csv.ts';
import { isWorkbook, readWorkbook, sheetNames } from './read-workbook.ts';
import type { SheetRow } from './sheet-types.ts';

/** The rows of a file that a person sent: CSV or XLSX by its bytes, whatever it is called. Throws SheetFault. */
export function readSheet(bytes: Buffer, sheet?: string): AsyncGenerator<SheetRow> {
  return isWorkbook(bytes) ? readWorkbook(bytes, sheet) : readCsv(bytes);
}

/** The sheets one can choose from; a CSV file has one without a name. Throws SheetFault. */
export async function sheetsOf(bytes: Buffer): Promise<string[]> {
  return isWorkbook(bytes) ? sheetNames(bytes) : [];
}

/** The first rows, to show and to guess from. Throws SheetFault, also for a file without any. */
export async function firstRows(
  bytes: Buffer,
  sheet: string | undefined,
  count: number,
): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSheet(bytes, sheet)) {
    rows.push(row);
    if (rows.length === count) break;
  }
  return rows;
}
