import type { Payload } from 'payload';
import { poolOf } from '../../core/tenancy/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';
import { consentFingerprint } from './consent.ts';
import { splitSecrets } from './secret-settings.ts';

export type AddOn = {
  pluginId: string;
  version: string;
  manifest: PluginManifest;
  /** Sent back with the install, to say what was seen. */
  consent: string;
  /** Null while the school has not installed it. */
  install: {
    id: string;
    state: 'installed' | 'enabled' | 'suspended';
    version: string;
    settings: Record<string, unknown>;
    /** Names of the secrets that have a value; the values themselves never leave the server. */
    secretsSet: string[];
    since: string;
  } | null;
  calls: { ok: number; failed: number; last: string | null };
};

/** The catalogue with what the school of the scope has of it. */
export async function listAddOns(payload: Payload): Promise<{ addOns: AddOn[] }> {
  const { rows } = await poolOf(payload).query(
    `select p.plugin_id, v.version, v.manifest, i.id as install_id, i.state, i.settings, i.consented_at, iv.version as installed_version,
            coalesce(c.ok, 0) as ok, coalesce(c.failed, 0) as failed, c.last
       from plugins p
       join plugin_versions v on v.plugin_id = p.id and v.version = p.current_version
       left join plugin_installs i on i.plugin_id = p.id
       left join plugin_versions iv on iv.id = i.version_id
       left join lateral (
         select count(*) filter (where code = 'ok') as ok, count(*) filter (where code <> 'ok') as failed, max(created_at) as last
           from plugin_calls where install_id = i.id and created_at > now() - interval '30 days') c on true
      where p.listed or i.id is not null
      order by p.name`,
  );
  return {
    addOns: rows.map((row) => ({
      pluginId: row.plugin_id,
      version: row.version,
      manifest: row.manifest,
      consent: consentFingerprint(row.manifest),
      install: row.state
        ? {
            id: row.install_id,
            state: row.state,
            version: row.installed_version,
            ...splitSecrets(row.manifest, row.settings ?? {}),
            since: new Date(row.consented_at).toISOString(),
          }
        : null,
      calls: {
        ok: Number(row.ok),
        failed: Number(row.failed),
        last: row.last ? new Date(row.last).toISOString() : null,
      },
    })),
  };
}
