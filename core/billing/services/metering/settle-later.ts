import type pg from 'pg';
import { Exact, roundCents } from '../money.ts';
import { bookVersion } from '../price-book/read-book.ts';

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
  select p.usage_start, p.usage_end, p.usage_book_version, p.payer_group_id,
         (select coalesce(sum(l.quantity), 0) from billing_invoice_lines l
           where l.tenant_id = $1 and l.invoice_id = p.id and l.kind = 'metered' and l.code = $2) as total
    from billing_invoices p
   where p.tenant_id = $1 and p.usage_start < $3::timestamptz + interval '1 hour' and $3 < p.usage_end
     and p.state in ('open', 'paid', 'uncollectible')
   order by p.usage_start limit 1`;

/** Settles an hour of a final invoice. False when nobody is there to settle it, or it belongs to no month that was invoiced. */
export async function settleLater(
  client: pg.PoolClient,
  settlement: Settlement | undefined,
  { tenantId, meter, hour, tooMuch, now }: Difference,
): Promise<boolean> {
  if (settlement === undefined) return false;
  const { rows } = await client.query(PERIOD_OF, [tenantId, meter, hour]);
  if (!rows[0]) return false;
  // A group was charged by our own lines, not by what Stripe counted.
  if (rows[0].payer_group_id) return true;
  const { usage_start: start, usage_end: end, usage_book_version: version, total } = rows[0];
  const { content } = await bookVersion(client, version);
  const rate = content.meters.find(({ code }) => code === meter)?.rate ?? '0';
  const cents =
    roundCents(new Exact(rate).times(Number(total) + tooMuch)) - roundCents(new Exact(rate).times(total));
  const key = `usage-difference:${tenantId}:${meter}:${hour.toISOString()}:${tooMuch}`;
  await settlement(client, { tenantId, meter, tooMuch, hour, period: { start, end }, cents, now, key });
  return true;
}
