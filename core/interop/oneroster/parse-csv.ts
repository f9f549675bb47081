import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { ProblemList } from './problem-list.ts';

/** Called for every line group: the cells, and the line on which the record starts (1 = first line). */
export type RowHandler = (cells: string[], row: number) => void;

const CHUNK_BYTES = 256 * 1024;
const MAX_ROW_CHARACTERS = 1_000_000;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Streams the records of one CSV file to `onRow`; blank lines are reported as a warning and not passed on.
 * Returns false when the file could not be read to its end (not UTF-8, broken quotes): the rows before the
 * fault have been passed on by then. The bytes go in by chunks, so the event loop stays free for the job
 * runner's heartbeat, and nothing is kept here: a file of 500,000 rows costs what the handler keeps.
 */
export async function parseCsv(
  file: string,
  source: Buffer,
  problems: ProblemList,
  onRow: RowHandler,
): Promise<boolean> {
  const bytes = withoutByteOrderMark(file, source, problems);
  if (!isUtf8(bytes)) {
    const detail = looksLikeUtf16(bytes) ? 'it looks like UTF-16' : 'it looks like an older 8-bit encoding';
    problems.add('oneroster.encoding', { file, row: firstBadLine(bytes), params: { detail } });
    return false;
  }
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
    await pipeline(Readable.from(chunksOf(bytes)), parser);
    return true;
  } catch (error) {
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

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
    yield bytes.subarray(offset, offset + CHUNK_BYTES);
  }
}

/** A break inside a quoted cell moves the following records down, so rows stay the lines an editor shows. */
function countLineBreaks(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(/\r\n|\n|\r/g)?.length ?? 0;
  }
  return count;
}

function withoutByteOrderMark(file: string, source: Buffer, problems: ProblemList): Buffer {
  if (!source.subarray(0, 3).equals(BYTE_ORDER_MARK)) return source;
  problems.add('oneroster.byte-order-mark', { file, row: 1 });
  return source.subarray(3);
}

function looksLikeUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    line += 1;
    start = end;
  }
  return line;
}
