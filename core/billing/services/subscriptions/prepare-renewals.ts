import type pg from 'pg';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import { SOON_TO_RENEW } from '../../sql/intents.ts';
import { intend } from './intents.ts';
import { hoursAfter } from './moments.ts';
import { lockAccount } from './store.ts';

/** How long before a renewal the provider is told what it will charge. */
const HOURS_BEFORE = 24;

/**
 * Tells the provider, once for each period and a day before its end, what the next one costs: prices of the version that is
 * valid then, what the school planned, the group's discount as it is by now (C18). Can run in several processes.
 */
export async function prepareRenewals(pool: pg.Pool, now: Date): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<{ id: string }>(SOON_TO_RENEW, [now, hoursAfter(now, HOURS_BEFORE)]);
    for (const { id } of rows)
      await inTransaction(pool, async (client) => {
        const { subscription, school } = await lockAccount(client, id);
        if (subscription.periodEnd)
          await intend(
            client,
            school,
            { kind: 'terms', payload: {} },
            { reason: 'prepare', now, about: subscription.periodEnd },
          );
      });
    return rows.length;
  }, 'subscriptions');
}
