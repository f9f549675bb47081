import { AppError } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';

export type UsageEntry = {
  meter: string;
  source: string;
  /** Unique within the source for ever: the same event is counted once however often it is recorded. */
  eventId: string;
  /** A whole number above zero. */
  quantity: number;
  occurredAt: Date;
};

/**
 * Writes one entry of the usage ledger in the caller's transaction, in the scope of the school. Recording the
 * same event again changes nothing; with another quantity it throws usage.conflict and the first value stands.
 */
export async function recordUsage(client: Queryable, entry: UsageEntry): Promise<'recorded' | 'known'> {
  const { rowCount } = await client.query(
    `insert into usage_events (meter, source, event_id, quantity, occurred_at) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, source, event_id) do nothing`,
    [entry.meter, entry.source, entry.eventId, entry.quantity, entry.occurredAt],
  );
  if (rowCount === 1) return 'recorded';
  const { rows } = await client.query(
    'select quantity, meter from usage_events where source = $1 and event_id = $2',
    [entry.source, entry.eventId],
  );
  if (Number(rows[0]?.quantity) !== entry.quantity || rows[0]?.meter !== entry.meter) {
    throw new AppError('usage.conflict', { eventId: entry.eventId });
  }
  return 'known';
}
