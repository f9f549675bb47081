import { splitList } from './check-value.ts';
import type { ProblemList, ProblemPlace } from './problem-list.ts';
import type {
  ColumnSpec,
  DataFile,
  FileSpec,
  OneRosterRecord,
  OneRosterSpec,
  OneRosterTable,
} from './types.ts';

/** What a check has to know of the file that is referred to. */
export type Target = Pick<OneRosterTable, 'mode' | 'isComplete'> & {
  readonly positions: Pick<ReadonlyMap<string, number>, 'has'>;
};

/** A check that sees the records of a file one by one, and then says what could not be said of a single one. */
export type RecordCheck = { readonly see: (record: OneRosterRecord) => void; readonly end: () => void };

/**
 * In bulk every reference must resolve inside the package. A delta may refer to records sent earlier, so
 * only a bulk file that refers to another bulk file is judged. A file that is not in the package at all gives
 * one error for the column, not one per row. Source: OneRoster CSV binding 1.2.1, file dependencies.
 */
export function checkReferences(
  spec: OneRosterSpec,
  tables: ReadonlyMap<DataFile, OneRosterTable>,
  results: Target | undefined,
  problems: ProblemList,
): void {
  const target = (file: DataFile) => (file === 'results' ? results : tables.get(file));
  for (const table of tables.values()) {
    const fileSpec = spec.files.get(table.file);
    if (table.mode !== 'bulk' || fileSpec === undefined) continue;
    for (const { see, end } of referenceChecks(fileSpec, target, problems)) {
      for (const record of table.records) see(record);
      end();
    }
    checkCycles(table, problems);
  }
}

/** The checks of what the records of a bulk file refer to. */
export function referenceChecks(
  spec: FileSpec,
  targetOf: (file: DataFile) => Target | undefined,
  problems: ProblemList,
): RecordCheck[] {
  const columns = spec.columns.flatMap((column) => {
    if (column.refers === undefined) return [];
    const target = targetOf(column.refers);
    if (target === undefined) return [missingTarget(spec.file, column.refers, column.name, problems)];
    return target.mode === 'bulk' && target.isComplete ? [dangling(spec.file, column, target, problems)] : [];
  });
  const needed = (spec.needs ?? []).filter((file) => targetOf(file) === undefined);
  return [...columns, ...needed.map((file) => missingTarget(spec.file, file, undefined, problems))];
}

// Without a column every record needs the file.
function missingTarget(
  from: DataFile,
  target: DataFile,
  column: string | undefined,
  problems: ProblemList,
): RecordCheck {
  let first: ProblemPlace | undefined;
  let count = 0;
  return {
    see: ({ row, values }) => {
      const value = column === undefined ? undefined : (values[column] ?? '');
      if (value === '') return;
      count += 1;
      first ??= column === undefined ? { row } : { row, column, value: value ?? '' };
    },
    end: () => {
      if (first === undefined) return;
      problems.add('oneroster.dependency-missing', {
        ...{ file: `${from}.csv`, ...first },
        params: { target, count },
      });
    },
  };
}

function dangling(from: DataFile, column: ColumnSpec, target: Target, problems: ProblemList): RecordCheck {
  const params = { target: column.refers ?? '' };
  return {
    see: ({ row, values }) => {
      const cell = values[column.name] ?? '';
      for (const value of column.list === true ? splitList(cell) : [cell]) {
        if (value === '' || target.positions.has(value)) continue;
        const place = { file: `${from}.csv`, row, column: column.name, value };
        problems.add('oneroster.dangling-reference', { ...place, params });
      }
    },
    end: () => undefined,
  };
}

/** Orgs and sessions point to a parent of their own file; each circle is reported once, at its first row. */
function checkCycles(table: OneRosterTable, problems: ProblemList): void {
  if (table.file !== 'orgs' && table.file !== 'academicSessions') return;
  const state = new Map<string, 'open' | 'done'>();
  for (const record of table.records) {
    const path: string[] = [];
    let id = record.values.sourcedId ?? '';
    while (id !== '' && !state.has(id)) {
      state.set(id, 'open');
      path.push(id);
      const position = table.positions.get(id);
      id = position === undefined ? '' : (table.records[position]?.values.parentSourcedId ?? '');
    }
    if (id !== '' && state.get(id) === 'open') {
      const circle = path.slice(path.indexOf(id));
      const rows = circle.map((member) => table.records[table.positions.get(member) ?? 0]?.row ?? 0);
      problems.add('oneroster.cycle', {
        file: `${table.file}.csv`,
        row: Math.min(...rows),
        column: 'parentSourcedId',
        value: id,
        params: { path: [...circle, id].join(' > ') },
      });
    }
    for (const member of path) state.set(member, 'done');
  }
}
