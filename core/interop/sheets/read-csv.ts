import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { decodePieces, encodingOf } from './decode-text.ts';
import { findDelimiter } from './find-delimiter.ts';
import { SheetFault } from './sheet-fault.ts';
import type { SheetRow } from './sheet-types.ts';

const MAX_ROW_CHARACTERS = 200_000;
const SNIFF_CHARACTERS = 32_000;

/** The rows of a CSV file, one after the other, in whatever encoding and with whatever delimiter it was saved. */
export async function* readCsv(bytes: Buffer): AsyncGenerator<SheetRow> {
  const encoding = encodingOf(bytes);
  const parser = parse({
    delimiter: findDelimiter(beginOf(bytes, encoding)),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    info: true,
    max_record_size: MAX_ROW_CHARACTERS,
  });
  Readable.from(decodePieces(bytes, encoding)).pipe(parser);
  let number = 0;
  try {
    for await (const { record } of parser as AsyncIterable<{ record: string[] }>) {
      number += 1;
      yield { number, cells: record.map((text) => ({ text: text.trim() })) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new SheetFault('unreadable', { detail: `row ${number + 1}: ${error.message.slice(0, 150)}` });
  }
}

function beginOf(bytes: Buffer, encoding: ReturnType<typeof encodingOf>): string {
  return new TextDecoder(encoding).decode(bytes.subarray(0, SNIFF_CHARACTERS));
}
