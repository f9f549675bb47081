import type pg from 'pg';
import { type Language, toCsv } from '../../../core/kernel/index.ts';
import { currentScope, runInScope } from '../../../core/tenancy/index.ts';
import { type DataAccessFilter, readDataAccess } from './read-data-access.ts';

const ROWS_AT_ONCE = 1000;

const HEADINGS: Record<Language, string[]> = {
  en: [
    'Time (UTC)',
    'Add-on',
    'Version',
    'Capability',
    'Class of data',
    'Fields',
    'Rows',
    'Purpose',
    'Receipt',
  ],
  ar: ['الوقت (UTC)', 'الإضافة', 'الإصدار', 'القدرة', 'فئة البيانات', 'الحقول', 'الصفوف', 'الغرض', 'الإيصال'],
};

/** The log of a range as CSV, the newest first, page by page in the scope of the caller, so that memory stays small. */
export function exportDataAccess(
  pool: pg.Pool,
  filter: DataAccessFilter,
  language: Language,
): ReadableStream<Uint8Array> {
  const scope = currentScope();
  if (!scope) throw new Error('The data-access log is exported within a scope, and there is none.');
  const encoder = new TextEncoder();
  let cursor: string | undefined;
  let isFirst = true;
  return new ReadableStream<Uint8Array>({
    pull: (controller) =>
      runInScope(scope, async () => {
        const page = await readDataAccess(pool, filter, { cursor, limit: ROWS_AT_ONCE });
        const rows = page.entries.map((entry) => [
          ...[entry.at, entry.plugin, entry.version, entry.capability, entry.dataClass],
          ...[entry.fields.join(' '), entry.rows, entry.purpose[language], entry.receipt],
        ]);
        // The byte-order mark belongs to the start of the file alone.
        const text = isFirst ? toCsv([HEADINGS[language], ...rows]) : toCsv(rows).slice(1);
        isFirst = false;
        if (text !== '') controller.enqueue(encoder.encode(text));
        if (page.next === null) controller.close();
        else cursor = page.next;
      }),
  });
}
