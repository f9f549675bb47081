import type pg from 'pg';
import type { Logger } from '../../observability/index.ts';
import { asSystem } from '../../tenancy/index.ts';
import { ENDED_TRIALS } from '../sql/school-states.ts';
import { changeState } from './change-school.ts';

/** What a school reads whose trial is over; the panel shows it in the reader's language. */
export const TRIAL_OVER = 'trial_over';

/** Suspends every school whose trial has ended. Many processes may run it at once. Returns how many it suspended. */
export async function endTrials(pool: pg.Pool, logger: Logger): Promise<number> {
  const { rows } = await asSystem(() => pool.query(ENDED_TRIALS));
  let suspended = 0;
  for (const { id } of rows) {
    try {
      const { changed } = await asSystem(() =>
        changeState(pool, {
          tenantId: id,
          action: 'suspend',
          actor: { kind: 'system', label: 'trial' },
          reason: TRIAL_OVER,
          onlyEndedTrial: true,
        }),
      );
      if (changed) suspended += 1;
    } catch (err) {
      logger.error({ err, tenant: id, msg: 'a trial that ended could not be suspended' });
    }
  }
  return suspended;
}
