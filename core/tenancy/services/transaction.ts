import type pg from 'pg';

/** Anything that runs a query: a pool or a client inside a transaction. */
export type Queryable = Pick<pg.PoolClient, 'query'>;

/**
 * Runs work in a transaction of its own and returns its result only after COMMIT succeeded. Money, ledger and
 * outbox writes use this and not Payload's transactions, which swallow a failed COMMIT.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The scoped pool of a Payload instance. */
export function poolOf(payload: { db: unknown }): pg.Pool {
  return (payload.db as { pool: pg.Pool }).pool;
}
