import { PLATFORM_METERS } from '../../../plugins/sdk/index.ts';
import { type Queryable, requireTenant } from '../../tenancy/index.ts';
import { refuseCall } from './registry.ts';

type Metered = { installId: string; pluginId: string; meter: string };

const LOCK_CAP = 'select monthly from plugin_caps where install_id = $1 and meter = $2 for update';

/** Text messages are counted when they are queued: what waits for its moment is spent already. */
const MESSAGES_OF_MONTH = `
  select coalesce(sum(parts), 0) as used from notifications
   where source = $1 and channel = 'sms' and status <> 'failed'
     and created_at >= date_trunc('month', now() at time zone $2) at time zone $2`;
const USAGE_OF_MONTH = `
  select coalesce(sum(quantity), 0) as used from usage_events
   where source = $1 and meter = $3
     and occurred_at >= date_trunc('month', now() at time zone $2) at time zone $2`;

/** What an install used of a meter in the school's current calendar month. */
export async function usedThisMonth(
  client: Queryable,
  { pluginId, meter }: Omit<Metered, 'installId'>,
): Promise<number> {
  const { timeZone } = requireTenant();
  const { rows } = PLATFORM_METERS.has(meter)
    ? await client.query(MESSAGES_OF_MONTH, [pluginId, timeZone])
    : await client.query(USAGE_OF_MONTH, [pluginId, timeZone, `${pluginId}/${meter}`]);
  return Number(rows[0]?.used ?? 0);
}

/**
 * To be called in the transaction that added usage, after it was added: refuses with cap_reached, and so takes it back,
 * when the month's cap of the school is passed. The cap's row orders calls at once, so that the last unit goes once.
 */
export async function holdCap(client: Queryable, metered: Metered): Promise<void> {
  const { rows } = await client.query(LOCK_CAP, [metered.installId, metered.meter]);
  const monthly = rows[0]?.monthly;
  if (monthly === undefined || (await usedThisMonth(client, metered)) <= Number(monthly)) return;
  refuseCall('cap_reached', `The school’s cap of ${monthly} ${metered.meter} a month is reached.`);
}
