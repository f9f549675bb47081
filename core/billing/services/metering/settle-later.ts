import type pg from 'pg';

/** Usage that no meter event can carry any more: it belongs to a final invoice, or is older than Stripe takes. */
export type LateUsage = {
  tenantId: string;
  meter: string;
  /** Whole units; above zero. */
  quantity: number;
  /** Within one hour of the past. */
  from: Date;
  until: Date;
  now: Date;
  /** The same late usage has the same key for ever: billing it twice changes nothing. */
  key: string;
};

/** What the invoices do about differences that metering cannot put right any more. In the caller's transaction, safe to repeat. */
export type Settlement = {
  /** Puts usage on the next invoice as a line that names its period. */
  charge: (client: pg.PoolClient, usage: LateUsage) => Promise<void>;
  /** Gives back what a final invoice charged too much. */
  credit: (client: pg.PoolClient, usage: LateUsage) => Promise<void>;
};

type Difference = { tenantId: string; meter: string; hour: Date; tooMuch: number; now: Date };

/** Settles an hour of a final invoice, once. False when nobody is there to settle it. */
export async function settleLater(
  client: pg.PoolClient,
  settlement: Settlement | undefined,
  { tenantId, meter, hour, tooMuch, now }: Difference,
): Promise<boolean> {
  if (settlement === undefined) return false;
  const usage: LateUsage = {
    tenantId,
    meter,
    quantity: Math.abs(tooMuch),
    from: hour,
    until: new Date(hour.getTime() + 3_600_000),
    now,
    key: `difference:${meter}:${hour.toISOString()}:${tooMuch}`,
  };
  if (tooMuch > 0) await settlement.credit(client, usage);
  else await settlement.charge(client, usage);
  return true;
}
