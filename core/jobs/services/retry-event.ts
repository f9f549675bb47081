import type pg from 'pg';
import { inTransaction } from '../../tenancy/index.ts';
import { REVIVE_EVENT } from '../sql/claim-events.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';

/**
 * Makes a dead event due now, with all its attempts again; handlers that were done with it stay done. Returns
 * false when there is no such event or it is not dead. Needs the scope of the platform.
 */
export async function retryDeadEvent(pool: pg.Pool, id: string): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(REVIVE_EVENT, [id]);
    if (rowCount === 1) await client.query(`notify ${OUTBOX_CHANNEL}`);
    return rowCount === 1;
  });
}
