import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { ROLLUPS } from '../sql/rollups.ts';

type Kind = keyof typeof ROLLUPS;

/**
 * Keeps `rollup_results` (averages of a class, subject and term) and `rollup_attendance` (marks of a class and day). The
 * database leaves an event with every change of a result or a mark; the same event twice counts the same twice.
 */
export function rollupKeeper({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'rollups',
    handles: (type) => Object.hasOwn(ROLLUPS, type),
    run: async ({ type, payload }) => {
      await inTransaction(pool, (client) => recount(client, type as Kind, payload.keys));
    },
  };
}

/** Counts all numbers of the school of the scope anew, one kind after the other. */
export async function rebuildRollups(pool: pg.Pool): Promise<void> {
  for (const kind of Object.keys(ROLLUPS) as Kind[])
    await inTransaction(pool, async (client) => {
      // A school of many years takes longer than a statement may while somebody waits.
      await client.query("set local statement_timeout = '10min'");
      await recount(client, kind, undefined);
    });
}

async function recount(client: Queryable, kind: Kind, keys: unknown): Promise<void> {
  await client.query(
    "select pg_advisory_xact_lock(hashtextextended('daftar.rollups:' || $1 || daftar.current_school(), 0))",
    [kind],
  );
  const { some, all } = ROLLUPS[kind];
  if (keys === undefined) for (const sql of all) await client.query(sql);
  else for (const sql of some) await client.query(sql, [JSON.stringify(keys)]);
}
