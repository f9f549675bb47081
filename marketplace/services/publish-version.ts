import type pg from 'pg';
import { AppError } from '../../core/kernel/index.ts';
import { asSystem, inTransaction } from '../../core/tenancy/index.ts';
import { compareVersions, type PluginManifest } from '../../plugins/sdk/index.ts';
import { appendRelease } from './releases/ledger.ts';
import { signRelease } from './releases/sign-release.ts';
import { startRollout } from './releases/start-rollout.ts';

export type BuiltVersion = { manifest: PluginManifest; code: string; sha256: string };

/**
 * Puts a built version into the catalogue, signed by the platform and with its entry in the ledger. A version is
 * immutable: the same number with other content is refused with plugin.integrity, and a plugin of another publisher
 * with partner.other_publisher. The first version is the current one at once. A newer one that asks for no more than the current one goes to the schools by rings and is current when all have it; one that asks for more is
 * current at once for new installs, and every school that has the add-on accepts it by itself. An older number only joins
 * the list.
 */
export async function publishVersion(
  pool: pg.Pool,
  built: BuiltVersion,
  options: { actor?: string; now?: Date } = {},
): Promise<'published' | 'known'> {
  const { manifest, code, sha256 } = built;
  const release = { pluginId: manifest.id, version: manifest.version, sha256 };
  const signature = await signRelease(pool, release);
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const inserted = await client.query(
        `insert into plugins (plugin_id, name, name_ar, summary, summary_ar, publisher, category, current_version, listed, publisher_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)
         on conflict (plugin_id) do update set updated_at = plugins.updated_at, publisher_id = excluded.publisher_id
           where plugins.publisher_id is null or plugins.publisher_id = excluded.publisher_id
         returning id, current_version, xmax = 0 as is_new`,
        [
          manifest.id,
          manifest.name.en,
          manifest.name.ar,
          manifest.description.en,
          manifest.description.ar,
          manifest.publisher.name,
          manifest.category,
          manifest.version,
          manifest.publisher.id,
        ],
      );
      const [plugin] = inserted.rows;
      if (!plugin) throw new AppError('partner.other_publisher', { plugin: manifest.id });
      const version = await client.query(
        `insert into plugin_versions (plugin_id, version, sha256, manifest, code, signature) values ($1, $2, $3, $4, $5, $6)
         on conflict (plugin_id, version) do nothing returning id`,
        [plugin.id, manifest.version, sha256, JSON.stringify(manifest), code, signature],
      );
      if (!version.rows[0]) {
        const known = await client.query(
          'select sha256 from plugin_versions where plugin_id = $1 and version = $2',
          [plugin.id, manifest.version],
        );
        if (known.rows[0].sha256 !== sha256)
          throw new AppError('plugin.integrity', { plugin: `${manifest.id} ${manifest.version}` });
        return 'known';
      }
      await appendRelease(client, {
        ...release,
        action: 'publish',
        reason: null,
        actor: options.actor ?? 'system',
      });
      if (plugin.is_new || compareVersions(manifest.version, plugin.current_version) <= 0) return 'published';
      const isRolledOut = await startRollout(client, {
        catalogueId: plugin.id,
        versionId: version.rows[0].id,
        manifest,
        currentVersion: plugin.current_version,
        now: options.now ?? new Date(),
      });
      await client.query(
        `update plugins set name = $2, name_ar = $3, summary = $4, summary_ar = $5, category = $6, listed = true,
                current_version = case when $8 then current_version else $7 end, updated_at = now()
          where id = $1`,
        [
          plugin.id,
          manifest.name.en,
          manifest.name.ar,
          manifest.description.en,
          manifest.description.ar,
          manifest.category,
          manifest.version,
          isRolledOut,
        ],
      );
      return 'published';
    }),
  );
}
