import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { FIRST_MARK, MOVE_MARK, TAKE_MARK } from '../../sql/cut-shipments.ts';
import { billingNow } from '../clock.ts';
import { confirmLateUsage } from './confirm-late-usage.ts';
import { cutShipments } from './cut-shipments.ts';
import { type ReconcileOptions, type ReconcileResult, reconcileUsage } from './reconcile.ts';
import { cutStates } from './ship-states.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * What metering does every hour: tells the state of each school's overage, compares with Stripe and puts right what differs, notes
 * which late usage is on an invoice; once a day it looks at the whole ledger, which must find nothing that was not cut.
 */
export async function runMeteringHour(
  options: ReconcileOptions,
): Promise<ReconcileResult & { missed: number }> {
  const { pool, logger, now = billingNow() } = options;
  await cutStates(pool, now);
  const missed = await asSystem(() => lookAtEverything(pool, now), 'usage-whole-ledger');
  if (missed > 0) logger.error({ missed, msg: 'entries of the ledger had not been cut; they are now' });
  const result = await reconcileUsage({ ...options, now });
  await asSystem(() => confirmLateUsage(pool, now), 'late-usage');
  if (result.difference > 0) logger.warn({ ...result, msg: 'ledger and Stripe differed' });
  return { ...result, missed };
}

async function lookAtEverything(pool: pg.Pool, now: Date): Promise<number> {
  await pool.query(FIRST_MARK, ['whole', new Date(0)]);
  const { rows } = await pool.query<{ at: Date }>(TAKE_MARK, ['whole']);
  if (rows[0] && now.getTime() - rows[0].at.getTime() < DAY_MS) return 0;
  await cutShipments(pool, now);
  const { made } = await cutShipments(pool, now, { whole: true });
  await pool.query(MOVE_MARK, ['whole', null, now]);
  return made;
}
