import type { Queryable } from '../../tenancy/index.ts';

/** Columns of an upsert: database name to PostgreSQL type. Always constants of ours, never input. */
export type UpsertPlan = {
  table: string;
  columns: Record<string, string>;
  /** Columns of the unique index that says "the same record", without the tenant. */
  key: string[];
  /** Columns that are written for a new record and then belong to the school. */
  onlyNew?: string[];
};

export type Counts = { created: number; updated: number; unchanged: number };

/**
 * Writes rows in one statement (45,000 rows/s against 500/s row by row): new ones are inserted, changed ones updated,
 * equal ones not touched at all. A new row is told by its two timestamps, because xmax cannot be read from a partitioned table. A missing value (null) never erases what the school has.
 */
export async function upsertRows(
  client: Queryable,
  plan: UpsertPlan,
  rows: Record<string, unknown>[],
): Promise<Counts> {
  if (rows.length === 0) return { created: 0, updated: 0, unchanged: 0 };
  const names = Object.keys(plan.columns).map(quoted);
  const kept = new Set([...plan.key, ...(plan.onlyNew ?? [])]);
  const changing = Object.keys(plan.columns)
    .filter((column) => !kept.has(column))
    .map(quoted);
  const merged = changing.map((column) => `coalesce(excluded.${column}, t.${column})`);
  const onConflict =
    changing.length === 0
      ? 'do nothing'
      : `do update set ${changing.map((column, index) => `${column} = ${merged[index]}`).join(', ')}, updated_at = now()
          where (${changing.map((column) => `t.${column}`).join(', ')}) is distinct from (${merged.join(', ')})`;
  // Both times are now() for a new row and differ for a changed one. The usual xmax = 0 is refused by PostgreSQL on
  // a partitioned table, and exam_results is one.
  const { rows: written } = await client.query(
    `insert into ${plan.table} as t (${names.join(', ')})
     select ${names.join(', ')} from jsonb_to_recordset($1::jsonb) as r(${Object.entries(plan.columns)
       .map(([column, type]) => `${quoted(column)} ${type}`)
       .join(', ')})
     on conflict (tenant_id, ${plan.key.map(quoted).join(', ')}) ${onConflict}
     returning t.created_at = t.updated_at as is_new`,
    [JSON.stringify(rows)],
  );
  const created = written.filter((row) => row.is_new).length;
  return { created, updated: written.length - created, unchanged: rows.length - written.length };
}

/** sourcedId to id of all imported records of a table. */
export async function idsBySource(client: Queryable, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query(`select id, sourced_id from ${table} where sourced_id is not null`);
  return new Map(rows.map((row) => [row.sourced_id as string, row.id as string]));
}

/**
 * Gives records that the school made by hand the key of the source when both have the same number, so that an
 * import completes them and does not fail on a duplicate.
 */
export async function adoptByNumber(
  client: Queryable,
  table: string,
  column: string,
  pairs: { sourcedId: string; number: string }[],
): Promise<void> {
  await client.query(
    `update ${table} t set sourced_id = r.sourced_id
       from jsonb_to_recordset($1::jsonb) as r(sourced_id text, number text)
      where t.sourced_id is null and t.${column} = r.number
        and not exists (select from ${table} o where o.sourced_id = r.sourced_id)`,
    [JSON.stringify(pairs.map((pair) => ({ sourced_id: pair.sourcedId, number: pair.number })))],
  );
}

function quoted(column: string): string {
  return `"${column}"`;
}
