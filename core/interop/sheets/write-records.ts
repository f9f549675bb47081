import type { Queryable } from '../../tenancy/index.ts';
import type { ImportTeller } from '../services/sync-events.ts';
import type { EntityCounts } from '../services/sync-types.ts';
import { changedColumns, type Plan, type PlannedRecord } from './planned-records.ts';
import { columnsOf, SHEET_TABLES, type SheetTable } from './sheet-tables.ts';

/** The order in which tables are written, so that what is referred to is there. */
const ORDER = Object.keys(SHEET_TABLES) as SheetTable[];

export type WriteTarget = {
  readonly client: Queryable;
  readonly events: ImportTeller;
  /** The run that can be undone; undefined for a check, which leaves nothing. */
  readonly runId: string | undefined;
};

/** Writes a plan in a few statements a table: new records, changed ones, the journal for undoing, and the events. */
export async function writePlan(target: WriteTarget, plan: Plan): Promise<Map<SheetTable, EntityCounts>> {
  const counts = new Map<SheetTable, EntityCounts>();
  for (const table of ORDER) {
    const records = plan.records.filter((record) => record.table === table);
    if (records.length === 0) continue;
    const created = records.filter(({ stored }) => stored === undefined);
    const changed = records.filter((record) => record.stored && changedColumns(record).length > 0);
    await insertRecords(target.client, table, created);
    await updateRecords(target.client, table, changed);
    if (target.runId !== undefined) await keepJournal(target.client, target.runId, [...created, ...changed]);
    await tellEvents(target.events, table, created, changed);
    counts.set(table, {
      created: created.length,
      updated: changed.length,
      unchanged: records.length - created.length - changed.length,
      removed: 0,
    });
  }
  return counts;
}

async function insertRecords(
  client: Queryable,
  table: SheetTable,
  records: readonly PlannedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const columns = columnsOf(table);
  const list = columns.map(([column]) => `"${column}"`).join(', ');
  await client.query(
    `insert into ${table} (id, ${list})
     select id, ${list} from jsonb_to_recordset($1::jsonb) as r(id uuid, ${typed(columns)})`,
    [JSON.stringify(records.map(({ id, values }) => ({ ...values, id })))],
  );
}

async function updateRecords(
  client: Queryable,
  table: SheetTable,
  records: readonly PlannedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const columns = columnsOf(table);
  await client.query(
    `update ${table} t set ${columns.map(([column]) => `"${column}" = r."${column}"`).join(', ')}, updated_at = now()
       from jsonb_to_recordset($1::jsonb) as r(id uuid, ${typed(columns)}) where t.id = r.id`,
    [JSON.stringify(records.map(({ id, values }) => ({ ...values, id })))],
  );
}

async function keepJournal(
  client: Queryable,
  runId: string,
  records: readonly PlannedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const lines = records.map((record) => {
    const pick = (values: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(changedColumns(record).map((column) => [column, values[column] ?? null]));
    return {
      table_name: record.table,
      record_id: record.id,
      before: record.stored ? pick(record.stored.values) : null,
      after: pick(record.values),
    };
  });
  await client.query(
    `insert into import_changes (run_id, table_name, record_id, before, after)
     select $1, table_name, record_id, before, after
       from jsonb_to_recordset($2::jsonb) as r(table_name text, record_id uuid, before jsonb, after jsonb)`,
    [runId, JSON.stringify(lines)],
  );
}

async function tellEvents(
  events: ImportTeller,
  table: SheetTable,
  created: readonly PlannedRecord[],
  changed: readonly PlannedRecord[],
): Promise<void> {
  if (table !== 'students' && table !== 'guardians' && table !== 'enrollments' && table !== 'exam_results')
    return;
  const follow = events.follow(table);
  if (follow === undefined) return;
  const toRow = (isNew: boolean) => (record: PlannedRecord) => ({
    id: record.id,
    isNew,
    changed: isNew ? [] : changedColumns(record).flatMap((column) => follow.watch[column] ?? []),
    values: record.values,
  });
  await follow.written([...created.map(toRow(true)), ...changed.map(toRow(false))]);
}

function typed(columns: readonly [string, string][]): string {
  return columns.map(([column, type]) => `"${column}" ${type}`).join(', ');
}
