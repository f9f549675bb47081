import type pg from 'pg';
import { type Language, toCsv } from '../../kernel/index.ts';
import { currentScope, runInScope } from '../../tenancy/index.ts';
import { readTrail, type TrailEntry, type TrailFilter } from './read-trail.ts';

const ROWS_AT_ONCE = 500;

const HEADINGS: Record<Language, string[]> = {
  en: [
    ...['Time (UTC)', 'Kind', 'Action', 'Outcome', 'Who', 'Actor id', 'By', 'Records', 'Record id', 'Record'],
    ...['From address', 'Device', 'Request', 'Before', 'After', 'Details'],
  ],
  ar: [
    ...[
      'الوقت (UTC)',
      'النوع',
      'الإجراء',
      'النتيجة',
      'الفاعل',
      'معرّف الفاعل',
      'بواسطة',
      'السجلات',
      'معرّف السجل',
    ],
    ...['السجل', 'من العنوان', 'الجهاز', 'الطلب', 'قبل', 'بعد', 'تفاصيل'],
  ],
};

export type ExportFormat = 'csv' | 'jsonl';

/**
 * The trail of a range as a stream, the newest first: CSV that spreadsheets open without running a formula, or one JSON
 * object a line. Read page by page in the scope of the caller, so that memory stays small whatever the range holds.
 */
export function exportTrail(
  pool: pg.Pool,
  filter: TrailFilter,
  { format, language }: { format: ExportFormat; language: Language },
): ReadableStream<Uint8Array> {
  const scope = currentScope();
  if (!scope) throw new Error('The audit trail is exported within a scope, and there is none.');
  const encoder = new TextEncoder();
  let cursor: string | undefined;
  let isFirst = true;
  return new ReadableStream<Uint8Array>({
    pull: (controller) =>
      runInScope(scope, async () => {
        const page = await readTrail(pool, filter, { cursor, limit: ROWS_AT_ONCE });
        const text =
          format === 'csv' ? asCsv(page.entries, isFirst ? language : undefined) : asLines(page.entries);
        isFirst = false;
        if (text !== '') controller.enqueue(encoder.encode(text));
        if (page.next === null) controller.close();
        else cursor = page.next;
      }),
  });
}

function asCsv(entries: TrailEntry[], headings: Language | undefined): string {
  const rows = entries.map((entry) => [
    ...[entry.at, entry.category, entry.action, entry.outcome],
    ...[entry.actor.kind, entry.actor.id, entry.actor.label],
    ...[entry.subject.collection, entry.subject.id, entry.subject.label],
    ...[entry.ip, entry.userAgent, entry.requestId],
    ...[entry.before, entry.after, entry.details].map((value) =>
      value === null ? null : JSON.stringify(value),
    ),
  ]);
  // The byte-order mark belongs to the start of the file alone.
  return headings ? toCsv([HEADINGS[headings], ...rows]) : toCsv(rows).slice(1);
}

function asLines(entries: TrailEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
