import type { SQL } from '@payloadcms/db-postgres/drizzle';
import type { Payload } from 'payload';
import { currentScope } from './scope.ts';

type Counted = { db: unknown; joins: readonly unknown[]; tableName: string; where?: SQL };
type Database = {
  countDistinct: (question: Counted) => Promise<number>;
  drizzle: {
    select: (columns: object) => {
      from: (table: unknown) => { where: (where?: SQL) => { toSQL: () => Asked } };
    };
  };
  tables: Record<string, unknown>;
};
type Asked = { sql: string; params: unknown[] };

/** From so many records on a list may say a number that is a little old. */
export const KEPT_FROM = 10_000;
const KEPT_MS = 30_000;
const MOST_KEPT = 2000;

/**
 * The total beside each page of a list costs more than the page when the list is long: 60 ms for the 450,000 results of a
 * school, of 73 ms in all. A total of ten thousand or more is therefore kept for half a minute, for the same school and
 * the same question; a shorter list is always counted. Inside a transaction everything is counted.
 */
export function keepLargeCounts(payload: Payload): void {
  const database = payload.db as unknown as Database;
  const count = database.countDistinct.bind(database);
  const kept = new Map<string, { total: number; until: number }>();
  database.countDistinct = async (question) => {
    const key = keyOf(database, question);
    if (key === undefined) return count(question);
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.total;
    const total = await count(question);
    kept.delete(key);
    if (total >= KEPT_FROM) kept.set(key, { total, until: Date.now() + KEPT_MS });
    // The oldest goes first.
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return total;
  };
}

// Only questions of a school, outside a transaction, about one table.
function keyOf(database: Database, { db, joins, tableName, where }: Counted): string | undefined {
  const scope = currentScope();
  if (scope?.kind !== 'tenant' || db !== database.drizzle || joins.length > 0) return undefined;
  const asked = database.drizzle.select({}).from(database.tables[tableName]).where(where).toSQL();
  return JSON.stringify([scope.tenant.id, asked.sql, asked.params]);
}
