import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { ROLLUPS } from '../sql/rollups.ts';

const RESULTS_CHANGED = 'rollup.results_changed';

/**
 * Keeps `rollup_results`: averages of a class, subject and term. The database leaves an event with every change of a result or
 * of what its exam counts for; the same event twice counts the same twice.
 */
export function rollupKeeper({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'rollups',
    handles: (type) => type === RESULTS_CHANGED,
    run: async ({ payload }) => {
      await inTransaction(pool, (client) => recount(client, payload.keys));
    },
  };
}

/** Counts all numbers of the school of the scope anew. */
export async function rebuildRollups(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    // A school of many years takes longer than a statement may while somebody waits.
    await client.query("set local statement_timeout = '10min'");
    await recount(client, undefined);
  });
}

async function recount(client: Queryable, keys: unknown): Promise<void> {
  await client.query(
    "select pg_advisory_xact_lock(hashtextextended('daftar.rollups:' || daftar.current_school(), 0))",
  );
  if (keys === undefined) for (const sql of ROLLUPS.all) await client.query(sql);
  else for (const sql of ROLLUPS.some) await client.query(sql, [JSON.stringify(keys)]);
}
