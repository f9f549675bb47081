import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import type { CollectionSlug, PayloadRequest, Where } from 'payload';
import { type Language, toCsv } from '../../kernel/index.ts';
import { MAX_ROWS } from '../../tenancy/index.ts';
import { type ListColumn, listColumns } from './list-columns.ts';
import { type CellOut, writeWorkbook } from './write-workbook.ts';

/** The lists of a school that can be taken out, in the order of its menu. */
export const EXPORTED_LISTS = [
  ...([
    'students',
    'guardians',
    'student-guardians',
    'teachers',
    'academic-years',
    'terms',
    'grade-levels',
  ] as const),
  ...([
    'classrooms',
    'subjects',
    'class-offerings',
    'enrollments',
    'class-members',
    'class-teachers',
  ] as const),
  ...(['exams', 'exam-results', 'attendance', 'invoices', 'payments'] as const),
] as const satisfies readonly CollectionSlug[];
export type ExportedList = (typeof EXPORTED_LISTS)[number];

export type ListRequest = {
  readonly collection: ExportedList;
  readonly format: 'csv' | 'xlsx';
  readonly where: Where | undefined;
  readonly sort: string | undefined;
  readonly language: Language;
};

/** Rows asked for at a time: as many as one answer of REST may hold. */
const PAGE_ROWS = MAX_ROWS;

/**
 * A list as a file, row by row: the rows and fields that the person of the request may see, by Payload's own access, with
 * the filters and the order of the list. A CSV keeps spreadsheets from running text as formulas; a workbook has typed cells.
 */
export function exportList(req: PayloadRequest, request: ListRequest): Readable {
  const { collections } = req.payload;
  const titleOf = (slug: string) => collections[slug as CollectionSlug]?.config.admin.useAsTitle ?? 'id';
  const collection = collections[request.collection]?.config;
  if (collection === undefined) throw new Error(`there is no list ${request.collection}`);
  const columns = listColumns(collection, titleOf, request.language);
  const rows = rowsOf(req, request, columns);
  if (request.format === 'csv') return Readable.from(csvParts(columns, rows), { objectMode: false });
  const label = collection.labels.plural as Record<string, string> | string;
  return writeWorkbook(rows, {
    sheetName: typeof label === 'string' ? label : (label[request.language] ?? request.collection),
    headers: columns.map(({ header }) => header),
    widths: columns.map(({ width }) => width),
    rightToLeft: request.language === 'ar',
  });
}

async function* rowsOf(
  req: PayloadRequest,
  { collection, where, sort }: ListRequest,
  columns: readonly ListColumn[],
): AsyncGenerator<CellOut[]> {
  // The reader of a stream pulls from a place of its own: the school of the request is kept for each question.
  const inScope = AsyncLocalStorage.snapshot();
  const order = sort ? [...sort.split(','), 'id'] : undefined;
  for (let page = 1; ; page += 1) {
    const { docs, hasNextPage } = await inScope(() =>
      req.payload.find({
        collection,
        depth: 1,
        limit: PAGE_ROWS,
        page,
        overrideAccess: false,
        req,
        ...(where ? { where } : {}),
        ...(order ? { sort: order } : {}),
      }),
    );
    for (const record of docs)
      yield columns.map(({ cell }) => cell(record as unknown as Record<string, unknown>));
    if (!hasNextPage) return;
  }
}

async function* csvParts(
  columns: readonly ListColumn[],
  rows: AsyncIterable<CellOut[]>,
): AsyncGenerator<string> {
  yield toCsv([columns.map(({ header }) => header)]);
  // The mark at the beginning of the file stands there once.
  for await (const row of rows)
    yield toCsv([row.map((cell) => (typeof cell === 'object' ? cell.date : cell))]).replace(/^\ufeff/, '');
}
