import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { columnsOf, SHEET_TABLES, type SheetTable } from './sheet-tables.ts';

/** A record that an undo leaves as it is, and why. */
export type Blocker = {
  readonly table: SheetTable;
  readonly recordId: string;
  readonly label: string;
  /** `used`: other records name it. `changed`: somebody changed it after the import. `gone`: somebody deleted it. */
  readonly reason: 'used' | 'changed' | 'gone';
  /** The table whose records name it. */
  readonly by?: string;
};

export type UndoResult = {
  readonly deleted: number;
  readonly restored: number;
  readonly blockers: readonly Blocker[];
};

type Change = {
  record_id: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown>;
};
/** All that one import did to a record; without `before` it was created. */
type Merged = {
  readonly recordId: string;
  readonly before: Record<string, unknown> | undefined;
  readonly after: Record<string, unknown>;
};
type Link = { source: string; field: string };

const MAX_BLOCKERS = 200;
/** What must be gone before what it names: the tables in the reverse of the order in which they were written. */
const ORDER = (Object.keys(SHEET_TABLES) as SheetTable[]).reverse();

class Undo extends Error {}

/**
 * Takes an import of a sheet back: deletes what it created, unless it was used or changed since, and puts back what it
 * changed, unless somebody changed it since. What is left standing is listed. `preview` tells and changes nothing.
 * Throws import.not_undoable for a check, a package, an import that was not finished or was undone already.
 */
export async function undoImport(
  pool: pg.Pool,
  request: { readonly runId: string; readonly preview: boolean; readonly actor: AuditEvent['actor'] },
): Promise<UndoResult> {
  const result = { deleted: 0, restored: 0, blockers: [] as Blocker[] };
  try {
    await inTransaction(pool, async (client) => {
      await client.query("set local statement_timeout = '5min'");
      const { rows } = await client.query(
        `select file_name, status::text, dry_run, collection, undone_at from import_runs where id = $1 for update`,
        [request.runId],
      );
      const run = rows[0];
      if (!run) throw new AppError('resource.not_found');
      if (run.collection === null || run.dry_run || run.status !== 'done' || run.undone_at !== null)
        throw new AppError('import.not_undoable');
      for (const table of ORDER) await undoTable(client, request.runId, table, result);
      if (request.preview) throw new Undo();
      await client.query('update import_runs set undone_at = now(), updated_at = now() where id = $1', [
        request.runId,
      ]);
      await recordAudit(client, {
        category: 'change',
        action: 'imports.undo',
        actor: request.actor,
        subject: { collection: 'import-runs', id: request.runId, label: run.file_name },
        after: { deleted: result.deleted, restored: result.restored, left: result.blockers.length },
      });
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { ...result, blockers: result.blockers.slice(0, MAX_BLOCKERS) };
}

async function undoTable(
  client: Queryable,
  runId: string,
  table: SheetTable,
  result: { deleted: number; restored: number; blockers: Blocker[] },
): Promise<void> {
  const { rows } = await client.query(
    'select record_id, before, after from import_changes where run_id = $1 and table_name = $2 order by position',
    [runId, table],
  );
  if (rows.length === 0) return;
  const changes = mergeChanges(rows as Change[]);
  const current = await currentValues(
    client,
    table,
    changes.map(({ recordId }) => recordId),
  );
  const usable: Merged[] = [];
  for (const change of changes) {
    const { recordId } = change;
    const now = current.get(recordId);
    if (now === undefined) {
      if (change.before) result.blockers.push({ table, recordId, label: recordId, reason: 'gone' });
    } else if (Object.entries(change.after).some(([column, value]) => !isEqual(now[column], value)))
      result.blockers.push({ table, recordId, label: labelOf(now), reason: 'changed' });
    else usable.push(change);
  }
  const created = usable.flatMap(({ before, recordId }) => (before === undefined ? [recordId] : []));
  const used = await usedRecords(client, table, created);
  for (const [recordId, by] of used)
    result.blockers.push({
      table,
      recordId,
      label: labelOf(current.get(recordId) ?? {}),
      reason: 'used',
      by,
    });
  const doomed = created.filter((id) => !used.has(id));
  await client.query(`delete from ${table} where id = any($1::uuid[])`, [doomed]);
  result.deleted += doomed.length;
  result.restored += await restore(client, table, usable);
}

// A record may have been changed by several rows of one sheet: it goes back to before the first and is compared with the last.
function mergeChanges(changes: readonly Change[]): Merged[] {
  const merged = new Map<string, Merged>();
  for (const { record_id: recordId, before, after } of changes) {
    const known = merged.get(recordId);
    if (known === undefined) merged.set(recordId, { recordId, before: before ?? undefined, after });
    else
      merged.set(recordId, {
        recordId,
        before: known.before && { ...before, ...known.before },
        after: { ...known.after, ...after },
      });
  }
  return [...merged.values()];
}

async function currentValues(
  client: Queryable,
  table: SheetTable,
  ids: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const { rows } = await client.query(
    `select id, to_jsonb(t) as value from ${table} t where id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id as string, row.value as Record<string, unknown>]));
}

// Records of which the same columns changed go back in one statement.
async function restore(client: Queryable, table: SheetTable, changes: readonly Merged[]): Promise<number> {
  const types = new Map(columnsOf(table));
  const groups = new Map<string, { columns: string[]; rows: Record<string, unknown>[] }>();
  for (const { recordId, before } of changes) {
    const columns = Object.keys(before ?? {})
      .filter((column) => types.has(column))
      .sort();
    if (columns.length === 0) continue;
    const group = groups.get(columns.join()) ?? { columns, rows: [] };
    group.rows.push({ ...before, id: recordId });
    groups.set(columns.join(), group);
  }
  let restored = 0;
  for (const { columns, rows } of groups.values()) {
    await client.query(
      `update ${table} t set ${columns.map((column) => `"${column}" = r."${column}"`).join(', ')}, updated_at = now()
         from jsonb_to_recordset($1::jsonb) as r(id uuid, ${columns.map((column) => `"${column}" ${types.get(column)}`).join(', ')})
        where t.id = r.id`,
      [JSON.stringify(rows)],
    );
    restored += rows.length;
  }
  return restored;
}

/** Which of the records other records name, by any reference the database knows of. */
async function usedRecords(
  client: Queryable,
  table: SheetTable,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const used = new Map<string, string>();
  if (ids.length === 0) return used;
  const { rows: links } = await client.query(
    `select c.conrelid::regclass::text as source, a.attname as field
       from pg_constraint c join unnest(c.conkey) k on true
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k
      where c.contype = 'f' and c.conparentid = 0 and c.confrelid = $1::regclass and a.attname <> 'tenant_id'`,
    [table],
  );
  for (const { source, field } of links as Link[]) {
    const { rows } = await client.query(
      `select distinct ${quoted(field)} as id from ${source} where ${quoted(field)} = any($1::uuid[])`,
      [ids],
    );
    for (const { id } of rows) if (!used.has(id)) used.set(id, source);
  }
  return used;
}

function labelOf(values: Record<string, unknown>): string {
  const { display_name: name, title, admission_number: number, staff_number: staff, code } = values;
  return [name ?? title, number ?? staff ?? code].filter(Boolean).join(', ') || String(values.id ?? '');
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === null || left === undefined || right === null || right === undefined)
    return (left ?? null) === (right ?? null);
  return String(left) === String(right);
}

// Names come from the catalogue of the database, never from a request.
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
