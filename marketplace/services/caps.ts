import type { Payload } from 'payload';
import { usedThisMonth } from '../../core/billing/index.ts';
import { AppError } from '../../core/kernel/index.ts';
import type { AuditEvent } from '../../core/observability/index.ts';
import { inTransaction, poolOf, type Queryable } from '../../core/tenancy/index.ts';
import { type Bilingual, PLATFORM_METERS, type PluginManifest } from '../../plugins/sdk/index.ts';
import { auditInstall, requireInstall } from './life/move-install.ts';

/** What one meter may cost in a calendar month, null without a cap, and what it cost so far. */
export type MeterCap = { meter: string; title: Bilingual; monthly: number | null; used: number };

/** Sets or, with null, takes away caps of an install's meters; meters not named keep theirs. Throws plugin.meter_unknown. */
export async function setCaps(
  payload: Payload,
  request: { pluginId: string; caps: Record<string, number | null>; actor: AuditEvent['actor'] },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const install = await requireInstall(client, request.pluginId);
    const before = await capsOf(client, install.id);
    for (const [meter, monthly] of Object.entries(request.caps)) {
      if (!install.manifest.meters.some(({ name }) => name === meter))
        throw new AppError('plugin.meter_unknown', { plugin: request.pluginId, meter });
      if (monthly === null)
        await client.query('delete from plugin_caps where install_id = $1 and meter = $2', [
          install.id,
          meter,
        ]);
      else
        await client.query(
          `insert into plugin_caps (install_id, meter, monthly) values ($1, $2, $3)
           on conflict (tenant_id, install_id, meter) do update set monthly = excluded.monthly, updated_at = now()`,
          [install.id, meter, monthly],
        );
    }
    await auditInstall(client, install, {
      action: 'cap',
      actor: request.actor,
      before: Object.fromEntries(before),
      after: Object.fromEntries(await capsOf(client, install.id)),
    });
  });
}

/** The meters of an install with cap and usage, in the manifest's order. */
export async function readCaps(
  client: Queryable,
  install: { id: string; pluginId: string; manifest: Pick<PluginManifest, 'meters'> },
): Promise<MeterCap[]> {
  if (install.manifest.meters.length === 0) return [];
  const caps = await capsOf(client, install.id);
  const { pluginId, manifest } = install;
  return Promise.all(
    manifest.meters.map(async ({ name, title }) => ({
      meter: name,
      title,
      monthly: caps.get(name) ?? null,
      used: await usedThisMonth(client, { pluginId, meter: name, isOfPlatform: PLATFORM_METERS.has(name) }),
    })),
  );
}

async function capsOf(client: Queryable, installId: string): Promise<Map<string, number>> {
  const { rows } = await client.query(
    'select meter, monthly from plugin_caps where install_id = $1 order by meter',
    [installId],
  );
  return new Map(rows.map(({ meter, monthly }) => [String(meter), Number(monthly)]));
}
