import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ZipFile } from 'yazl';
import type { Queryable } from '../../tenancy/index.ts';
import type { DataFile } from '../oneroster/index.ts';
import { SPEC_V1P2 } from '../oneroster/spec-v1p2.ts';
import { CLASSWORK_QUERIES } from './classwork-queries.ts';
import type { FileQuery } from './file-query.ts';
import { formatRecord } from './format-cell.ts';
import { PEOPLE_QUERIES } from './people-queries.ts';
import { STRUCTURE_QUERIES } from './structure-queries.ts';
import { deletedSince } from './tombstones.ts';

export type PackageContent = {
  /** The sourcedId of the school. */
  org: string;
  /** A delta holds what changed since; without it the package is bulk, the whole truth. */
  since: Date | undefined;
};

export type RowCounts = Partial<Record<DataFile, number>>;

const QUERIES: readonly FileQuery[] = [...STRUCTURE_QUERIES, ...PEOPLE_QUERIES, ...CLASSWORK_QUERIES];
/** Rows in memory at a time; with 2,000 a school of 450,000 results costs no more than one of 450. */
const PAGE_ROWS = 2_000;
const SYSTEM_NAME = 'Daftar';

/**
 * Writes a OneRoster 1.2 package into the zip, file by file as the rows come from the database. The client is inside a
 * transaction that sees one state of the school, so that every reference resolves. Files without rows are left out. Ends
 * the zip; its bytes are to be read while this runs, and a signal ends it when nobody reads them any more. Resolves with
 * the rows of each file.
 */
export async function writePackage(
  client: Queryable,
  content: PackageContent,
  zip: ZipFile,
  signal: AbortSignal,
): Promise<RowCounts> {
  const counts: RowCounts = {};
  for (const query of QUERIES) {
    const rows = recordsOf(client, query, content, counts);
    const header = await rows.next();
    if (header.done) continue;
    await addStream(zip, `${query.file}.csv`, restOf(header.value, rows), signal);
  }
  zip.addBuffer(Buffer.from(manifestOf(content, counts)), 'manifest.csv');
  zip.end();
  return counts;
}

/** The next entry may only be begun when this one is through, because both read the same connection. */
async function addStream(
  zip: ZipFile,
  name: string,
  parts: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const stream = Readable.from(parts, { objectMode: false, highWaterMark: 256 * 1024 });
  zip.addReadStream(stream, name);
  try {
    await finished(stream, { writable: false, signal });
  } finally {
    stream.destroy();
  }
}

async function* restOf(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** The text of a file by pages, the first of them with the header; nothing at all when there are no rows. */
async function* recordsOf(
  client: Queryable,
  query: FileQuery,
  content: PackageContent,
  counts: RowCounts,
): AsyncGenerator<string, undefined> {
  const { file, sql } = query;
  const standard = SPEC_V1P2.files.get(file)?.columns.map((column) => column.name) ?? [];
  const isDelta = content.since !== undefined;
  const gone =
    content.since === undefined ? [] : await deletedSince(client, query, content.org, content.since);
  await client.query(
    `declare oneroster_rows no scroll cursor for
     select f.* from (${sql}) f
      where $1::text is not null and ($2::timestamptz is null or f.changed_at >= $2)
      order by f."sourcedId"`,
    [content.org, content.since ?? null],
  );
  let header: string[] | undefined;
  for (;;) {
    const page = await client.query(`fetch ${PAGE_ROWS} from oneroster_rows`);
    const isLast = page.rows.length < PAGE_ROWS;
    header ??= [
      ...standard,
      ...page.fields.map((field) => field.name).filter((name) => name.startsWith('metadata.')),
    ];
    const names = header;
    const lines = page.rows.map((row) =>
      formatRecord(
        names.map((name) => {
          if (name === 'status') return isDelta ? 'active' : '';
          if (name === 'dateLastModified') return isDelta ? row.changed_at : '';
          return row[name];
        }),
      ),
    );
    if (isLast)
      for (const { sourcedId, deletedAt } of gone) {
        const known: Record<string, unknown> = {
          sourcedId,
          status: 'tobedeleted',
          dateLastModified: deletedAt,
        };
        lines.push(formatRecord(names.map((name) => known[name])));
      }
    if (lines.length > 0) {
      const isFirst = counts[file] === undefined;
      counts[file] = (counts[file] ?? 0) + lines.length;
      yield (isFirst ? formatRecord(names) : '') + lines.join('');
    }
    if (isLast) break;
  }
  await client.query('close oneroster_rows');
}

function manifestOf({ since, org }: PackageContent, counts: RowCounts): string {
  const mode = since === undefined ? 'bulk' : 'delta';
  const lines: string[][] = [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.2'],
    ...[...SPEC_V1P2.files.keys()].map((file) => [
      `file.${file}`,
      counts[file] === undefined ? 'absent' : mode,
    ]),
    ['source.systemName', SYSTEM_NAME],
    ['source.systemCode', org],
  ];
  return lines.map(formatRecord).join('');
}
