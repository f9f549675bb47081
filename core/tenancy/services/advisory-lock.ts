import type pg from 'pg';
import { connectSession } from './scoped-pool.ts';

/**
 * Runs work while no other process runs any under the same key, and gives it the connection that holds the lock; undefined, at
 * once, where another one is at it. A connection whose lock could not be given back is thrown away.
 */
export async function whileAlone<T>(
  pool: pg.Pool,
  key: string,
  work: (holder: pg.PoolClient) => Promise<T>,
): Promise<T | undefined> {
  const holder = await connectSession(pool);
  let broken: Error | undefined;
  try {
    const { rows } = await holder.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [
      key,
    ]);
    if (!rows[0].locked) return undefined;
    try {
      return await work(holder);
    } finally {
      await holder
        .query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
        .catch((error: Error) => {
          broken = error;
        });
    }
  } finally {
    holder.release(broken);
  }
}
