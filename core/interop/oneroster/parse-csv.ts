import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { ProblemList } from './problem-list.ts';
import type { PackageFile } from './types.ts';

/** Called for every line group: the cells, and the line on which the record starts (1 = first line). */
export type RowHandler = (cells: string[], row: number) => void;

const CHUNK_BYTES = 256 * 1024;
const MAX_ROW_CHARACTERS = 1_000_000;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Streams the records of one CSV file to `onRow`; blank lines are reported as a warning and not passed on.
 * Returns false when the file could not be read to its end (not UTF-8, broken quotes): the rows before the
 * fault have been passed on by then. The bytes go in by chunks, so the event loop stays free for the job
 * runner's heartbeat, and nothing is kept here: a file of 500,000 rows costs what the handler keeps. `afterChunk` is waited
 * for every 256 KB, and at the end.
 */
export async function parseCsv(
  file: string,
  source: PackageFile,
  problems: ProblemList,
  onRow: RowHandler,
  afterChunk: () => Promise<void> = async () => undefined,
): Promise<boolean> {
  let row = 1;
  const parser = parse({
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: MAX_ROW_CHARACTERS,
    // Returning null keeps the record out of the stream: it is handled here and never stored.
    on_record: (cells: string[]) => {
      const start = row;
      row += 1 + countLineBreaks(cells);
      if (cells.every((cell) => cell.trim() === ''))
        problems.once('oneroster.row-blank', { file, row: start });
      else onRow(cells, start);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(Readable.from(checkedLines(file, source, problems, afterChunk)), parser);
    await afterChunk();
    return true;
  } catch (error) {
    if (error instanceof NotUtf8) {
      problems.add('oneroster.encoding', { file, row: error.line, params: { detail: error.message } });
      return false;
    }
    if (!(error instanceof CsvError)) throw error;
    problems.add('oneroster.quoting', { file, row, params: { detail: detailOf(error) } });
    return false;
  }
}

function detailOf(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quoted value is not closed';
  if (error.code === 'CSV_MAX_RECORD_SIZE') return 'a row is longer than a million characters';
  return 'a quote stands inside a value';
}

class NotUtf8 extends Error {
  line: number;
  constructor(bytes: Buffer, line: number) {
    super(looksLikeUtf16(bytes) ? 'it looks like UTF-16' : 'it looks like an older 8-bit encoding');
    this.line = line;
  }
}

// Whole lines without the mark at the start, each known to be UTF-8.
async function* checkedLines(
  file: string,
  source: PackageFile,
  problems: ProblemList,
  afterChunk: () => Promise<void>,
): AsyncGenerator<Buffer> {
  let line = 1;
  let isFirst = true;
  for await (const part of wholeLines(source)) {
    const hasMark = isFirst && part.subarray(0, 3).equals(BYTE_ORDER_MARK);
    if (hasMark) problems.add('oneroster.byte-order-mark', { file, row: 1 });
    const bytes = hasMark ? part.subarray(3) : part;
    if (!isUtf8(bytes)) throw new NotUtf8(bytes, line + badLine(bytes));
    line += countLines(bytes);
    isFirst = false;
    yield bytes;
    await afterChunk();
  }
}

// A line feed is never part of another sign in UTF-8, so that a part that ends with one can be judged by itself.
async function* wholeLines(source: PackageFile): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of source.read()) {
    const end = size + chunk.length < CHUNK_BYTES ? 0 : chunk.lastIndexOf(0x0a) + 1;
    if (end > 0) {
      yield Buffer.concat([...waiting, chunk.subarray(0, end)]);
      waiting = [];
      size = 0;
    }
    waiting.push(chunk.subarray(end));
    size += chunk.length - end;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

/** A break inside a quoted cell moves the following records down, so rows stay the lines an editor shows. */
function countLineBreaks(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(/\r\n|\n|\r/g)?.length ?? 0;
  }
  return count;
}

function looksLikeUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** How many lines stand before the first that is not UTF-8. */
function badLine(bytes: Buffer): number {
  let line = 0;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found + 1;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end;
  }
  return line;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  return count;
}
