import type pg from 'pg';
import { Exact, roundCents } from '../money.ts';
import { bookAt } from '../price-book/read-book.ts';

/** A difference that no meter event can put right any more, because the invoice of its period is final. */
export type LateDifference = {
  tenantId: string;
  meter: string;
  /** What Stripe has more than the ledger, in whole units; negative when it has less. */
  tooMuch: number;
  /** The hour it is of, and the billing month that this belongs to. */
  hour: Date;
  period: { start: Date; end: Date };
  /** What Stripe's line says more than ours: one line rounded with and without the difference. */
  cents: number;
  now: Date;
  /** The same difference has the same key for ever: settling it twice changes nothing. */
  key: string;
};

/**
 * Who puts right at the provider what a final invoice there charged too much (a credit) or too little (an item of the next one).
 * In the caller's transaction, safe to repeat by its key. Our own invoice is rated from the ledger and is right.
 */
export type Settlement = (client: pg.PoolClient, difference: LateDifference) => Promise<void>;

type Difference = { tenantId: string; meter: string; hour: Date; tooMuch: number; now: Date };

const PERIOD_OF = `
  select p.period_start, p.period_end,
         (select coalesce(sum(e.quantity), 0) from usage_events e
           where e.tenant_id = $1 and e.meter = $2 and e.occurred_at >= p.period_start and e.occurred_at < p.period_end) as total
    from usage_closed_periods p
   where p.tenant_id = $1 and p.period_start < $3::timestamptz + interval '1 hour' and $3 < p.period_end
   order by p.period_start limit 1`;

/** Settles an hour of a final invoice. False when nobody is there to settle it, or it belongs to no period that was closed. */
export async function settleLater(
  client: pg.PoolClient,
  settlement: Settlement | undefined,
  { tenantId, meter, hour, tooMuch, now }: Difference,
): Promise<boolean> {
  if (settlement === undefined) return false;
  const { rows } = await client.query(PERIOD_OF, [tenantId, meter, hour]);
  if (!rows[0]) return false;
  const { period_start: start, period_end: end, total } = rows[0];
  const { content } = await bookAt(client, start);
  const rate = content.meters.find(({ code }) => code === meter)?.rate ?? '0';
  const cents =
    roundCents(new Exact(rate).times(Number(total) + tooMuch)) - roundCents(new Exact(rate).times(total));
  const key = `usage-difference:${tenantId}:${meter}:${hour.toISOString()}:${tooMuch}`;
  await settlement(client, { tenantId, meter, tooMuch, hour, period: { start, end }, cents, now, key });
  return true;
}
