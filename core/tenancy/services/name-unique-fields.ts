import type { Payload } from 'payload';
import { poolOf } from './transaction.ts';

/**
 * Tells Payload which field a unique index is about, so that a duplicate is shown at that field. Payload reads it from
 * the error's detail, which PostgreSQL withholds behind row-level security, because it holds values.
 */
export async function nameUniqueFields(payload: Payload): Promise<void> {
  const { fieldConstraints } = payload.db as unknown as {
    fieldConstraints: Record<string, Record<string, string>>;
  };
  const { rows } = await poolOf(payload).query(
    `select t.relname as table_name, i.relname as index_name,
            array_agg(a.attname::text order by k.position) as columns
       from pg_index x
       join pg_class t on t.oid = x.indrelid and t.relnamespace = 'public'::regnamespace
       join pg_class i on i.oid = x.indexrelid
      cross join lateral unnest(x.indkey) with ordinality as k(attnum, position)
       join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
      where x.indisunique and not x.indisprimary
      group by t.relname, i.relname`,
  );
  for (const row of rows as { table_name: string; index_name: string; columns: string[] }[]) {
    const column = row.columns.find((name) => name !== 'tenant_id' && name !== 'id');
    if (column === undefined) continue;
    const known = fieldConstraints[row.table_name] ?? {};
    fieldConstraints[row.table_name] = { ...known, [row.index_name]: fieldOf(column) };
  }
}

function fieldOf(column: string): string {
  return column.replace(/_id$/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
