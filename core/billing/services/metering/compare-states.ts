import type pg from 'pg';
import { NEWEST_STATES } from '../../sql/states.ts';
import type { FrozenMeter, Period } from './freeze-period.ts';
import type { UsageSink } from './usage-sink.ts';

const MINUTE_MS = 60_000;

type Options = { pool: pg.Pool; sink: UsageSink; tenantId: string; period: Period };

/** What the meters that say a state stand at in a billing month, here and at Stripe; in the system's scope. */
export async function compareStates({
  pool,
  sink,
  tenantId,
  period,
}: Options): Promise<(FrozenMeter & { open: number })[]> {
  const { rows } = await pool.query(NEWEST_STATES, [tenantId, period.start]);
  return Promise.all(
    rows.map(async ({ meter, stripe_customer_id: customerId, value, open }) => {
      const stripe = customerId
        ? await sink.total({
            meter,
            customerId,
            from: new Date(Math.floor(period.start.getTime() / MINUTE_MS) * MINUTE_MS),
            until: new Date(Math.ceil(period.end.getTime() / MINUTE_MS) * MINUTE_MS),
          })
        : 0;
      return {
        meter,
        ledger: Number(value),
        trial: 0,
        late: 0,
        shipped: Number(value),
        stripe,
        open: Number(open),
      };
    }),
  );
}
