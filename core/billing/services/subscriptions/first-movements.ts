import type pg from 'pg';
import { asSystem, inTransaction, type Queryable } from '../../../tenancy/index.ts';
import { PAYING_WITHOUT_MOVEMENT } from '../../sql/subscriptions.ts';
import { recordMovement } from '../movements.ts';
import { bookAt } from '../price-book/read-book.ts';
import { lockAccount } from './store.ts';
import { countedMrr } from './terms-at-provider.ts';

/**
 * Writes down the revenue that a school's new subscription counts from `at` on, in the transaction that made it, so that
 * movements and subscriptions agree from its first moment. Nothing for a trial, or when it is written down already.
 */
export async function recordFirstMovement(client: Queryable, tenantId: string, at: Date): Promise<void> {
  const { subscription } = await lockAccount(client, tenantId);
  const { content, version } = await bookAt(client, at);
  const reason = 'made_active';
  await recordMovement(client, countedMrr(content, subscription), {
    ...{ tenantId, at, reason, priceBookVersion: version },
  });
}

/**
 * The same for paying schools of an older database, which have a subscription and no movement: each as of the beginning of its
 * subscription. Finds nothing the second time. Returns how many schools it found; can run in several processes.
 */
export async function adoptMovements(pool: pg.Pool): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<{ id: string; starts_at: Date }>(PAYING_WITHOUT_MOVEMENT);
    for (const { id, starts_at } of rows)
      await inTransaction(pool, (client) => recordFirstMovement(client, id, starts_at));
    return rows.length;
  }, 'first-movements');
}
