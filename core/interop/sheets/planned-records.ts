import { randomUUID } from 'node:crypto';
import type { SheetTable, StoredRecord } from './sheet-tables.ts';

/** A record that a chunk of rows creates or changes. */
export type PlannedRecord = {
  readonly table: SheetTable;
  readonly id: string;
  /** As the database has it; undefined for a new one. */
  readonly stored: StoredRecord | undefined;
  /** Every column as it shall be. */
  values: Record<string, unknown>;
};

/** The records of one chunk, in the order in which they can be written: what refers to another comes after it. */
export class Plan {
  readonly records: PlannedRecord[] = [];
  readonly #byKey = new Map<string, PlannedRecord>();

  /**
   * Plans values for the record with this key, on top of what the database or an earlier row of the chunk has. Undefined
   * values say nothing.
   */
  put(
    table: SheetTable,
    key: string,
    stored: StoredRecord | undefined,
    values: Record<string, unknown>,
  ): PlannedRecord {
    const known = this.find(table, key);
    const record = known ?? { table, id: stored?.id ?? randomUUID(), stored, values: { ...stored?.values } };
    for (const [column, value] of Object.entries(values))
      if (value !== undefined) record.values[column] = value;
    if (known === undefined) {
      this.records.push(record);
      this.#byKey.set(`${table} ${key}`, record);
    }
    return record;
  }

  /** Lets a planned record be found by another key too, unless that is taken. */
  alias(table: SheetTable, key: string, record: PlannedRecord): void {
    if (this.find(table, key) === undefined) this.#byKey.set(`${table} ${key}`, record);
  }

  /** What an earlier row of the chunk planned under the key. */
  find(table: SheetTable, key: string): PlannedRecord | undefined {
    return this.#byKey.get(`${table} ${key}`);
  }
}

/** The columns of a record that differ from what the database has. */
export function changedColumns({ stored, values }: PlannedRecord): string[] {
  if (stored === undefined) return Object.keys(values);
  return Object.keys(values).filter((column) => (values[column] ?? null) !== (stored.values[column] ?? null));
}
