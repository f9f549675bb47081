import type pg from 'pg';
import { isAppError } from '../../../kernel/index.ts';
import { requireTenant } from '../../../tenancy/index.ts';
import { billingNow } from '../clock.ts';
import { raiseAlarm } from './alarms.ts';
import type { UsageEntry } from './ledger.ts';

/**
 * Runs work that records usage in a transaction of its own. An event that was recorded before with another quantity takes the
 * work back, raises the alarm `conflict` beside it, and is thrown on as usage.conflict; the first value stands.
 */
export async function alarmingConflicts<T>(
  pool: pg.Pool,
  { meter, source, eventId, quantity }: Pick<UsageEntry, 'meter' | 'source' | 'eventId' | 'quantity'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error) && error.code === 'usage.conflict')
      await raiseAlarm(pool, {
        tenantId: requireTenant().id,
        kind: 'conflict',
        meter,
        key: `${source}:${eventId}`,
        detail: { reason: 'recorded before with another quantity', value: quantity },
        now: billingNow(),
      });
    throw error;
  }
}
