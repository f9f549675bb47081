import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import { SCHOOLS_TO_TAKE_OVER } from '../../sql/payers.ts';
import { dueStep, runningMonth } from './due-step.ts';
import { intend } from './intents.ts';
import { hoursAfter, wholeSecond } from './moments.ts';
import { lockAccount, payingGroupOf } from './store.ts';
import type { Subscription } from './subscription.ts';
import { writeChange } from './write-change.ts';

/** Nobody is taken over this shortly before a bill: the provider may be about to make it. */
const HOURS_BEFORE_A_BILL = 1;

/**
 * Lets groups with one payer pay for their schools that still pay for themselves: from now on each school's next bill is the
 * group's, and what the provider would charge the school by itself is ended by an intent. A school with a bill under way waits.
 * Follows from the rows alone, so it is safe at any time and in several processes. Returns how many were taken over.
 */
export async function takeOverSchools(
  { pool, logger }: { pool: pg.Pool; logger: Logger },
  now: Date,
): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<{ id: string }>(SCHOOLS_TO_TAKE_OVER, [null]);
    let taken = 0;
    for (const { id } of rows)
      try {
        if (await takeOver(pool, id, now)) taken += 1;
      } catch (err) {
        logger.error({
          err,
          tenant: id,
          msg: 'a group could not begin to pay for its school; it is tried again',
        });
      }
    return taken;
  }, 'group-payers');
}

async function takeOver(pool: pg.Pool, tenantId: string, now: Date): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { subscription: before, school } = await lockAccount(client, tenantId);
    const payerGroup = await payingGroupOf(client, school);
    const { rows } = await client.query(SCHOOLS_TO_TAKE_OVER, [tenantId]);
    if (!rows[0] || !payerGroup || hasBillSoon(before, now)) return false;
    const at = wholeSecond(now);
    await intend(
      client,
      school,
      { kind: 'leave', payload: { since: at.toISOString() } },
      { reason: `payer:${payerGroup}`, now: at },
    );
    return writeChange(client, {
      before,
      after: { ...before, payerGroup, providerId: undefined },
      school,
      at,
      reason: 'payer',
      actor: { kind: 'system', label: 'billing' },
    });
  });
}

function hasBillSoon(subscription: Subscription, now: Date): boolean {
  const soon = hoursAfter(now, HOURS_BEFORE_A_BILL);
  if (dueStep(subscription, now)) return true;
  if (subscription.status === 'suspended') return false;
  const ends = [subscription.periodEnd, runningMonth(subscription)?.end];
  return ends.some((end) => end !== undefined && end > now && end <= soon);
}
