import type { Queryable } from '../../tenancy/index.ts';

/**
 * Inserts rows in one statement; the school is filled in by the connection's scope. Types come from the table
 * itself. For demo data alone: column names are our own constants, never input.
 */
export async function insertRows(
  client: Queryable,
  table: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first)
    .map((column) => `"${column}"`)
    .join(', ');
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb) on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}

// jsonb_populate_recordset takes no column defaults, so the timestamps are given.
const STAMP = new Date();
/** A row with the timestamps it needs. */
export function stamp<Row extends Record<string, unknown>>(
  row: Row,
): Row & { created_at: Date; updated_at: Date } {
  return { ...row, created_at: STAMP, updated_at: STAMP };
}

/** The whole numbers from 1 to `count`. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
