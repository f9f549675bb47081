import type pg from 'pg';
import { PLATFORM_METERS } from '../../../plugins/sdk/index.ts';
import { alarmingConflicts, billingNow, captureUsage, reserveUsage } from '../../billing/index.ts';
import { inTransaction } from '../../tenancy/index.ts';
import { holdCap } from './caps.ts';
import { type Capability, refuseCall } from './registry.ts';

/**
 * `meter.add`: one entry of the ledger for one key, under `<plugin>/<meter>`, so that no plugin can write into another's
 * meter or into the platform's. The same key with another quantity answers usage.conflict, and the first stands;
 * what the school's budget does not hold answers budget.exhausted.
 */
export function meterAddCapability(pool: pg.Pool): Capability<'meter.add'> {
  return {
    name: 'meter.add',
    run: async ({ pluginId, installId, manifest, callId }, { meter, quantity, idempotencyKey }) => {
      const isOwn = manifest.meters.some(({ name }) => name === meter) && !PLATFORM_METERS.has(meter);
      if (!isOwn)
        refuseCall('meter_not_declared', `The school has not accepted a meter ${meter} of this plugin.`);
      const now = billingNow();
      const entry = {
        meter: `${pluginId}/${meter}`,
        source: pluginId,
        eventId: `${meter}:${idempotencyKey}`,
        quantity,
        occurredAt: now,
        subject: callId,
      };
      const outcome = await alarmingConflicts(pool, entry, () =>
        inTransaction(pool, async (client) => {
          await reserveUsage(client, { ...entry, now });
          const recorded = await captureUsage(client, entry);
          if (recorded === 'recorded') await holdCap(client, { installId, pluginId, meter });
          return recorded;
        }),
      );
      return { status: outcome === 'recorded' ? ('counted' as const) : ('duplicate' as const) };
    },
  };
}
