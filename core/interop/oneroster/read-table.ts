import { checkValue, cleanText, type ValueReporter } from './check-value.ts';
import { parseCsv } from './parse-csv.ts';
import type { ProblemList } from './problem-list.ts';
import { type Header, readHeader } from './read-header.ts';
import type {
  ColumnSpec,
  DataFile,
  FileSpec,
  OneRosterRecord,
  OneRosterTable,
  OneRosterVersion,
  PackageFile,
} from './types.ts';

/** Distinct values kept per file for sharing; above it new values are simply not shared. */
const MAX_SHARED = 200_000;

type Mode = 'bulk' | 'delta';
type RowReporter = ValueReporter & { row: number };

/**
 * Reads and checks one data file. Every fault becomes a problem; the records that could be read are returned
 * even so, for the checks between files must not call a reference dangling because its target had a bad date.
 */
export async function readTable(source: TableSource): Promise<OneRosterTable> {
  const { file } = source.spec;
  const records: OneRosterRecord[] = [];
  const positions = new Map<string, number>();
  const isComplete = await readRecords(source, (record) => {
    const id = record.values.sourcedId ?? '';
    const earlier = positions.get(id);
    if (earlier !== undefined) {
      const firstRow = records[earlier]?.row ?? 0;
      reportDouble(source.problems, { file, row: record.row, id, firstRow });
    } else if (id !== '') {
      positions.set(id, records.length);
    }
    records.push(record);
  });
  return { file, mode: source.mode, records, positions, isComplete };
}

/** What is read of one data file, and how. */
export type TableSource = {
  readonly spec: FileSpec;
  readonly mode: Mode;
  readonly version: OneRosterVersion;
  readonly file: PackageFile;
  readonly problems: ProblemList;
};

/** Checks the rows of a data file and hands each over; true when the file could be read to its end. */
export async function readRecords(
  { spec, mode, version, file: source, problems }: TableSource,
  onRecord: (record: OneRosterRecord) => void,
  afterChunk?: () => Promise<void>,
): Promise<boolean> {
  const file = `${spec.file}.csv`;
  const share = createSharer();
  const report = createReporter(file, problems);
  let header: Header | null | undefined;
  let rowCount = 0;
  const onRow = (cells: string[], row: number): void => {
    if (header === undefined) {
      header = hasOtherDelimiter(file, cells, problems)
        ? null
        : readHeader(spec, cells, mode === 'delta', problems);
      return;
    }
    rowCount += 1;
    if (header === null || !fitsHeader(file, header, cells, row, problems)) return;
    report.row = row;
    onRecord(readRecord(header, mode, cells, report, share));
  };
  const isRead = await parseCsv(file, source, problems, onRow, afterChunk);
  if (header === undefined && isRead) problems.add('oneroster.header-missing', { file });
  if (header && isRead && rowCount === 0) {
    // 1.1 has no such rule, and an empty delta changes nothing; an empty 1.2 bulk file would delete everything.
    const isDangerous = version === '1.2' && mode === 'bulk';
    problems.add(isDangerous ? 'oneroster.file-empty' : 'oneroster.file-empty-ignored', { file, row: 1 });
  }
  return isRead && !!header && !header.missing.has('sourcedId');
}

/** Says that a record has the sourcedId of an earlier one. */
export function reportDouble(
  problems: ProblemList,
  double: { file: DataFile; row: number; id: string; firstRow: number },
): void {
  const { file, row, id, firstRow } = double;
  const place = { file: `${file}.csv`, row, column: 'sourcedId', value: id };
  problems.add('oneroster.duplicate-id', { ...place, params: { firstRow } });
}

function readRecord(
  header: Header,
  mode: Mode,
  cells: readonly string[],
  report: RowReporter,
  share: (value: string) => string,
): OneRosterRecord {
  const values = { ...header.template };
  let isRemoved = false;
  for (const { spec, index } of header.columns) {
    const cell = cells[index] ?? '';
    let value: string;
    if (spec.name === 'status') {
      value = mode === 'bulk' ? readBulkStatus(spec, cell, report) : readDeltaStatus(spec, cell, report);
      isRemoved = value === 'tobedeleted';
    } else {
      value = checkValue(spec, cell, report);
    }
    values[spec.name] = spec.name === 'sourcedId' ? value : share(value);
    if (cell.trim() === '') {
      // A missing column is reported at the header, not again in every row.
      if (index !== -1 && isNeeded(spec, mode, isRemoved))
        report.add('oneroster.value-missing', spec.name, '');
    } else if (spec.name === 'dateLastModified' && mode === 'bulk' && value !== '') {
      report.once('oneroster.modified-in-bulk', spec.name, value);
    }
  }
  const metadata = readMetadata(header, cells, report, share);
  return metadata === undefined
    ? { row: report.row, isRemoved, values }
    : { row: report.row, isRemoved, values, metadata };
}

/** A record that goes away needs no more than its id, status and date. */
function isNeeded(spec: ColumnSpec, mode: Mode, isRemoved: boolean): boolean {
  if (spec.name === 'status' || spec.name === 'dateLastModified') return mode === 'delta';
  return spec.required === true && (!isRemoved || spec.name === 'sourcedId');
}

/** In bulk the status must be blank. `active` changes nothing; anything else contradicts the mode. */
function readBulkStatus(spec: ColumnSpec, cell: string, report: ValueReporter): string {
  const value = checkValue(spec, cell, report);
  if (value === 'tobedeleted') report.add('oneroster.deleted-in-bulk', spec.name, value);
  if (value === 'active') report.once('oneroster.status-in-bulk', spec.name, value);
  return '';
}

/** `inactive` left the standard in 1.1; 1.2 says to read it as `tobedeleted`. */
function readDeltaStatus(spec: ColumnSpec, cell: string, report: ValueReporter): string {
  if (cell.trim() !== 'inactive') return checkValue(spec, cell, report);
  report.once('oneroster.status-inactive', spec.name, cell);
  return 'tobedeleted';
}

function readMetadata(
  header: Header,
  cells: readonly string[],
  report: ValueReporter,
  share: (value: string) => string,
): Record<string, string> | undefined {
  if (header.metadata.length === 0) return undefined;
  const metadata: Record<string, string> = {};
  for (const { name, index } of header.metadata) {
    const cell = cells[index] ?? '';
    metadata[name] = cell === '' ? '' : share(cleanText({ name: `metadata.${name}` }, cell, report));
  }
  return metadata;
}

/** As many cells as the header; blank ones may follow where the header, too, ended with nameless columns. */
function fitsHeader(
  file: string,
  header: Header,
  cells: readonly string[],
  row: number,
  problems: ProblemList,
): boolean {
  if (cells.length === header.width) return true;
  if (cells.length > header.width && cells.slice(header.width).every((cell) => cell.trim() === '')) {
    // Spreadsheets write the same number of commas in every row, counted from the widest one.
    if (cells.length !== header.fullWidth) problems.once('oneroster.row-trailing', { file, row });
    return true;
  }
  problems.add('oneroster.row-ragged', {
    file,
    row,
    params: { found: cells.length, expected: header.width },
  });
  return false;
}

function hasOtherDelimiter(file: string, cells: readonly string[], problems: ProblemList): boolean {
  const only = cells.length === 1 ? (cells[0] ?? '') : '';
  const found = [';', '\t', '|'].find((sign) => only.includes(sign));
  if (found === undefined) return false;
  problems.add('oneroster.delimiter', {
    file,
    row: 1,
    params: { delimiter: found === '\t' ? 'tab' : found },
  });
  return true;
}

function createReporter(file: string, problems: ProblemList): RowReporter {
  const reporter: RowReporter = {
    row: 1,
    add: (code, column, value, params) =>
      problems.add(code, { file, row: reporter.row, column, value, params }),
    once: (code, column, value, params) =>
      problems.once(code, { file, row: reporter.row, column, value, params }),
  };
  return reporter;
}

/** The same class or school stands in thousands of rows: one string for all of them halves the memory. */
function createSharer(): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const shared = known.get(value);
    if (shared !== undefined) return shared;
    if (known.size < MAX_SHARED) known.set(value, value);
    return value;
  };
}
