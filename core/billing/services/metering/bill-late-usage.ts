import type pg from 'pg';
import { asSystem, inTransaction } from '../../../tenancy/index.ts';
import type { Settlement } from './settle-later.ts';

/** $1 now. One at a time, so that two processes share the work. */
const TAKE_LATE = `
  select id, tenant_id, meter, value, window_start, window_end, identifier
    from shipments where way = 'invoice_item' and state in ('pending', 'sent')
   order by created_at for update skip locked limit 1`;
const DONE = `
  update shipments set state = 'confirmed', confirmed_at = $2, updated_at = $2 where id = $1`;

/**
 * Hands usage that no meter event carries (older than 35 days, or of a final invoice) to the invoices, each with the hour it is
 * of. The line and the note that it was made commit together. Answers how many were handed over.
 */
export async function billLateUsage(pool: pg.Pool, charge: Settlement['charge'], now: Date): Promise<number> {
  return asSystem(async () => {
    let done = 0;
    for (;;) {
      const isDone = await inTransaction(pool, async (client) => {
        const row = (await client.query(TAKE_LATE)).rows[0];
        if (row === undefined) return true;
        await charge(client, {
          tenantId: row.tenant_id,
          meter: row.meter,
          quantity: Number(row.value),
          from: row.window_start,
          until: row.window_end,
          now,
          key: row.identifier,
        });
        await client.query(DONE, [row.id, now]);
        done += 1;
        return false;
      });
      if (isDone) return done;
    }
  }, 'late-usage');
}
