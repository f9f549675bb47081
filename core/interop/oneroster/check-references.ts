import { splitList } from './check-value.ts';
import type { ProblemList } from './problem-list.ts';
import type { ColumnSpec, DataFile, OneRosterSpec, OneRosterTable } from './types.ts';

type Tables = ReadonlyMap<DataFile, OneRosterTable>;

/**
 * In bulk every reference must resolve inside the package. A delta may refer to records sent earlier, so
 * only a bulk file that refers to another bulk file is judged. A file that is not in the package at all gives
 * one error for the column, not one per row. Source: OneRoster CSV binding 1.2.1, file dependencies.
 */
export function checkReferences(spec: OneRosterSpec, tables: Tables, problems: ProblemList): void {
  for (const table of tables.values()) {
    const fileSpec = spec.files.get(table.file);
    if (table.mode !== 'bulk' || fileSpec === undefined) continue;
    for (const column of fileSpec.columns) {
      if (column.refers !== undefined) checkColumn(table, column, column.refers, tables, problems);
    }
    for (const target of fileSpec.needs ?? []) {
      const first = table.records[0];
      if (tables.has(target) || first === undefined) continue;
      const params = { target, count: table.records.length };
      problems.add('oneroster.dependency-missing', { file: `${table.file}.csv`, row: first.row, params });
    }
    checkCycles(table, problems);
  }
}

function checkColumn(
  table: OneRosterTable,
  column: ColumnSpec,
  target: DataFile,
  tables: Tables,
  problems: ProblemList,
): void {
  const file = `${table.file}.csv`;
  const targetTable = tables.get(target);
  if (targetTable === undefined) {
    const using = table.records.filter((record) => (record.values[column.name] ?? '') !== '');
    const first = using[0];
    if (first === undefined) return;
    problems.add('oneroster.dependency-missing', {
      file,
      row: first.row,
      column: column.name,
      value: first.values[column.name] ?? '',
      params: { target, count: using.length },
    });
    return;
  }
  if (targetTable.mode !== 'bulk' || !targetTable.isComplete) return;
  for (const record of table.records) {
    const cell = record.values[column.name] ?? '';
    for (const value of column.list === true ? splitList(cell) : [cell]) {
      if (value === '' || targetTable.positions.has(value)) continue;
      problems.add('oneroster.dangling-reference', {
        file,
        row: record.row,
        column: column.name,
        value,
        params: { target },
      });
    }
  }
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
