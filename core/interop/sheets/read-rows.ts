import type { ProblemCollector } from './problem-collector.ts';
import { contradictsBirth, readValue, type ValueContext } from './read-value.ts';
import type { FieldValue, ReadRow, SheetField, SheetMapping, SheetRow } from './sheet-types.ts';

export type RowReader = {
  /** The row with its values; undefined for a blank one. Whether it may be used, the collector knows. */
  read: (row: SheetRow) => ReadRow | undefined;
  /** The header above a field, to name it in a problem. */
  headerOf: (field: string) => string | null;
};

/**
 * Reads rows as a mapping says. An empty cell says nothing: it leaves a record as it is, and whether a new record lacks
 * something is for the planner to see.
 */
export function createRowReader(
  fields: readonly SheetField[],
  mapping: SheetMapping,
  headers: readonly string[],
  context: ValueContext,
  problems: ProblemCollector,
): RowReader {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const columns = Object.entries(mapping).flatMap(([index, name]) => {
    const field = byName.get(name);
    return field ? [{ index: Number(index), field, header: headers[Number(index)] ?? name }] : [];
  });
  const headerOf = (name: string) => columns.find(({ field }) => field.name === name)?.header ?? null;
  const read = (row: SheetRow): ReadRow | undefined => {
    if (columns.every(({ index }) => (row.cells[index]?.text ?? '') === '')) return undefined;
    const values: Record<string, FieldValue> = {};
    for (const { index, field, header } of columns) {
      const cell = row.cells[index] ?? { text: '' };
      if (cell.text === '') continue;
      // A personal number is sensitive and not repeated in a report.
      const place = { row: row.number, column: header, value: field.kind === 'qid' ? null : cell.text };
      const { value, problem } = readValue(field, cell, context);
      if (problem) problems.add({ ...place, ...problem, params: problem.params ?? {} });
      if (value !== undefined) values[field.name] = value;
    }
    const { qid, birthDate } = values;
    if (typeof qid === 'string' && typeof birthDate === 'string' && contradictsBirth(qid, birthDate))
      problems.add({
        severity: 'warning',
        code: 'qid_birth',
        row: row.number,
        column: headerOf('qid'),
        value: null,
        params: { birthDate },
      });
    return { number: row.number, values };
  };
  return { read, headerOf };
}
