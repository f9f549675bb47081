import { OWN_METADATA } from './own-metadata.ts';
import type { ProblemList } from './problem-list.ts';
import type { ColumnSpec, FileSpec } from './types.ts';

export type HeaderColumn = { readonly spec: ColumnSpec; readonly index: number };

export type Header = {
  /** Columns of the standard in its order; index -1 when the file does not have the column. */
  readonly columns: readonly HeaderColumn[];
  readonly metadata: readonly { readonly name: string; readonly index: number }[];
  /** Cells a row must have; rows may have more, if the header did, and these are blank. */
  readonly width: number;
  readonly fullWidth: number;
  readonly missing: ReadonlySet<string>;
  /**
   * Every column blank, to be copied for each record. Copying keeps the compact layout of a parsed object;
   * adding 22 keys one by one makes V8 switch to a hash table per record, three times the memory.
   */
  readonly template: Readonly<Record<string, string>>;
};

/** Metadata columns the school model has a place for (roster.ts); others are reported as not imported. */
export const USED_METADATA: ReadonlySet<string> = new Set([
  'givenNameAr',
  'middleNameAr',
  'familyNameAr',
  'nameAr',
  'titleAr',
  'language',
  'preferredLanguage',
  ...OWN_METADATA,
]);

/**
 * Reads the header row. Columns are found by name, whatever their order and capitals; what is merely unusual
 * gives a warning, a missing required column or a doubled one an error. `isDelta` makes status and
 * dateLastModified required. Source: OneRoster CSV binding 1.2.1 (fixed order, case-sensitive names,
 * `metadata.*` at the far right).
 */
export function readHeader(
  spec: FileSpec,
  cells: readonly string[],
  isDelta: boolean,
  problems: ProblemList,
): Header {
  const file = `${spec.file}.csv`;
  const names = trimHeader(file, cells, problems);
  const byLowerName = new Map(spec.columns.map((column) => [column.name.toLowerCase(), column]));
  const found = new Map<string, number>();
  const metadata: { name: string; index: number }[] = [];
  const unknown: string[] = [];
  for (const [index, name] of names.entries()) {
    const column = byLowerName.get(name.toLowerCase());
    if (column !== undefined && found.has(column.name)) {
      problems.add('oneroster.column-duplicate', { file, row: 1, column: column.name });
    } else if (column !== undefined) {
      found.set(column.name, index);
      if (name !== column.name) {
        problems.add('oneroster.column-case', { file, row: 1, column: column.name, params: { found: name } });
      }
    } else if (/^metadata\../i.test(name)) {
      readMetadataName(file, name, index, metadata, problems);
    } else if (spec.outdated?.includes(name)) {
      problems.add('oneroster.column-outdated', { file, row: 1, column: name });
    } else if (name === '') {
      problems.add('oneroster.column-nameless', { file, row: 1, params: { position: index + 1 } });
    } else {
      unknown.push(name);
    }
  }
  const missing = reportMissing(spec, found, isDelta, problems);
  reportUnknown(file, unknown, missing, problems);
  reportOrder(spec, file, names, found, problems);
  return {
    columns: spec.columns.map((column) => ({ spec: column, index: found.get(column.name) ?? -1 })),
    metadata,
    width: names.length,
    fullWidth: cells.length,
    missing,
    template: JSON.parse(JSON.stringify(Object.fromEntries(spec.columns.map(({ name }) => [name, ''])))),
  };
}

function trimHeader(file: string, cells: readonly string[], problems: ProblemList): string[] {
  const names = cells.map((cell) => cell.trim());
  if (names.some((name, index) => name !== cells[index])) {
    problems.once('oneroster.surrounding-space', { file, row: 1 });
  }
  const last = names.findLastIndex((name) => name !== '');
  const trailing = names.length - 1 - last;
  if (trailing > 0) problems.add('oneroster.columns-trailing', { file, row: 1, params: { count: trailing } });
  return names.slice(0, last + 1);
}

function readMetadataName(
  file: string,
  name: string,
  index: number,
  metadata: { name: string; index: number }[],
  problems: ProblemList,
): void {
  const short = name.slice('metadata.'.length);
  if (metadata.some((other) => other.name === short)) {
    problems.add('oneroster.column-duplicate', { file, row: 1, column: name });
    return;
  }
  metadata.push({ name: short, index });
  if (!USED_METADATA.has(short)) problems.add('oneroster.metadata-unused', { file, row: 1, column: name });
}

function reportMissing(
  spec: FileSpec,
  found: ReadonlyMap<string, number>,
  isDelta: boolean,
  problems: ProblemList,
): Set<string> {
  const file = `${spec.file}.csv`;
  const missing = new Set<string>();
  for (const column of spec.columns) {
    if (found.has(column.name)) continue;
    missing.add(column.name);
    const isRequired =
      column.required === true ||
      (isDelta && (column.name === 'status' || column.name === 'dateLastModified'));
    problems.add(isRequired ? 'oneroster.column-missing' : 'oneroster.column-missing-optional', {
      file,
      row: 1,
      column: column.name,
    });
  }
  return missing;
}

function reportUnknown(
  file: string,
  unknown: readonly string[],
  missing: ReadonlySet<string>,
  problems: ProblemList,
): void {
  for (const column of unknown) {
    const nearest = [...missing].find((name) => isNear(column.toLowerCase(), name.toLowerCase()));
    if (nearest === undefined) problems.add('oneroster.column-unknown', { file, row: 1, column });
    else problems.add('oneroster.column-misspelled', { file, row: 1, column, params: { nearest } });
  }
}

/** One remark, at the first column that stands before one it should follow, or at misplaced metadata. */
function reportOrder(
  spec: FileSpec,
  file: string,
  names: readonly string[],
  found: ReadonlyMap<string, number>,
  problems: ProblemList,
): void {
  let last = -1;
  for (const column of spec.columns) {
    const index = found.get(column.name);
    if (index === undefined) continue;
    if (index < last) {
      problems.add('oneroster.column-order', { file, row: 1, column: column.name });
      return;
    }
    last = index;
  }
  const early = names.findIndex((name, index) => index < last && /^metadata\./i.test(name));
  if (early !== -1) problems.add('oneroster.column-order', { file, row: 1, column: names[early] ?? '' });
}

/** At most two letters apart (Levenshtein), for names long enough that this says something. */
function isNear(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 2 || right.length < 5) return false;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return (previous[right.length] ?? 3) <= 2;
}
