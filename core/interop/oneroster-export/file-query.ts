import type { DataFile } from '../oneroster/index.ts';

/**
 * One file of the package as a query. Its columns are named as the standard names them and `metadata.*` for what only
 * Daftar reads back; `changed_at` says when the record changed last. `$1` is the sourcedId of the school. A column of
 * the standard that the query leaves out stays blank.
 */
export type FileQuery = { readonly file: DataFile; readonly sql: string };

/** The key by which other systems know a record: the one it was imported with, else its own id. */
export const keyOf = (alias: string): string => `coalesce(${alias}.sourced_id, ${alias}.id::text)`;

/** OneRoster excludes the last day of a period, Daftar includes it. */
export const exclusiveEnd = (column: string): string => `(${column}::date + 1)::text`;
