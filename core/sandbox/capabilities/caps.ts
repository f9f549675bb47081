import { PLATFORM_METERS } from '../../../plugins/sdk/index.ts';
import { usedThisMonth } from '../../billing/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { refuseCall } from './registry.ts';

type Metered = { installId: string; pluginId: string; meter: string };

const LOCK_CAP = 'select monthly from plugin_caps where install_id = $1 and meter = $2 for update';

/**
 * To be called in the transaction that added usage, after it was added: refuses with cap_reached, and so takes it back,
 * when the month's cap of the school is passed. The cap's row orders calls at once, so that the last unit goes once.
 */
export async function holdCap(client: Queryable, metered: Metered): Promise<void> {
  const { rows } = await client.query(LOCK_CAP, [metered.installId, metered.meter]);
  const monthly = rows[0]?.monthly;
  if (monthly === undefined) return;
  const isOfPlatform = PLATFORM_METERS.has(metered.meter);
  if ((await usedThisMonth(client, { ...metered, isOfPlatform })) <= Number(monthly)) return;
  refuseCall('cap_reached', `The school’s cap of ${monthly} ${metered.meter} a month is reached.`);
}
