import { type Queryable, requireTenant } from '../../tenancy/index.ts';

/** Text messages are counted when they are queued: what waits for its moment is spent already. */
const MESSAGES_OF_MONTH = `
  select coalesce(sum(parts), 0) as used from notifications
   where source = $1 and channel = 'sms' and status <> 'failed'
     and created_at >= date_trunc('month', now() at time zone $2) at time zone $2`;
const USAGE_OF_MONTH = `
  select coalesce(sum(quantity), 0) as used from usage_events
   where source = $1 and meter = $3
     and occurred_at >= date_trunc('month', now() at time zone $2) at time zone $2`;

/**
 * What an add-on used of one of its meters in the school's current calendar month. A meter of the platform counts the parts of
 * text messages, one of the add-on's own the units in the ledger.
 */
export async function usedThisMonth(
  client: Queryable,
  { pluginId, meter, isOfPlatform }: { pluginId: string; meter: string; isOfPlatform: boolean },
): Promise<number> {
  const { timeZone } = requireTenant();
  const { rows } = isOfPlatform
    ? await client.query(MESSAGES_OF_MONTH, [pluginId, timeZone])
    : await client.query(USAGE_OF_MONTH, [pluginId, timeZone, `${pluginId}/${meter}`]);
  return Number(rows[0]?.used ?? 0);
}
