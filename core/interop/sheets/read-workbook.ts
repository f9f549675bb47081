import { readXlsx, streamXlsxRows } from 'hucre/xlsx';
import { fromBufferPromise, type ZipFile } from 'yauzl';
import { SheetFault } from './sheet-fault.ts';
import type { SheetCell, SheetRow } from './sheet-types.ts';

const MAX_ENTRIES = 2_000;
const MAX_UNPACKED_BYTES = 400_000_000;
/** Below this size a high ratio is harmless, and repetitive sheets reach it honestly. */
const RATIO_FLOOR = 20_000_000;
const MAX_RATIO = 200;
const MAX_CELLS = 500;

/** True for the bytes of a zip, which every XLSX file is. */
export function isWorkbook(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'));
}

/** The names of the visible sheets. Throws SheetFault for what is no workbook or unpacks to far more than it should. */
export async function sheetNames(bytes: Buffer): Promise<string[]> {
  await judgeSize(bytes);
  const names: string[] = [];
  await asFault(async () => {
    await readXlsx(bytes, {
      sheets: ({ name, hidden, veryHidden }) => {
        if (!hidden && !veryHidden) names.push(name);
        return false;
      },
    });
  });
  if (names.length === 0) throw new SheetFault('no_rows');
  return names;
}

/** The rows of one sheet of a workbook, one after the other; the first visible one when none is named. */
export async function* readWorkbook(bytes: Buffer, sheet?: string): AsyncGenerator<SheetRow> {
  const names = await sheetNames(bytes);
  const chosen = sheet !== undefined && names.includes(sheet) ? sheet : (names[0] ?? 0);
  const rows = streamXlsxRows(bytes, { sheet: chosen });
  for (;;) {
    const next = await asFault(() => rows.next());
    if (next.done) return;
    yield { number: next.value.index + 1, cells: next.value.values.slice(0, MAX_CELLS).map(toCell) };
  }
}

function toCell(value: string | number | boolean | Date | null): SheetCell {
  if (value === null) return { text: '' };
  // Excel keeps a date without a zone; the reader gives it as UTC, so its day is the one that was typed.
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? { text: '' }
      : { text: value.toISOString().slice(0, 10), isDate: true };
  // 0.1 + 0.2 is kept by Excel as 15 digits, and so a phone number stays the number that was typed.
  if (typeof value === 'number') return { text: String(Number(value.toPrecision(15))) };
  return { text: String(value).trim() };
}

// The directory is judged before anything is unpacked; the reader itself holds each part to the size it names.
async function judgeSize(bytes: Buffer): Promise<void> {
  let zip: ZipFile | undefined;
  try {
    zip = await fromBufferPromise(bytes, { decodeStrings: false, autoClose: false });
    let entries = 0;
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      total += entry.uncompressedSize;
      const isTight =
        entry.uncompressedSize > RATIO_FLOOR && entry.uncompressedSize > entry.compressedSize * MAX_RATIO;
      if (entries > MAX_ENTRIES || total > MAX_UNPACKED_BYTES || isTight) throw new SheetFault('too_large');
    }
  } catch (error) {
    throw error instanceof SheetFault ? error : new SheetFault('unreadable', { detail: messageOf(error) });
  } finally {
    zip?.close();
  }
}

async function asFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new SheetFault('unreadable', { detail: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 150);
}
