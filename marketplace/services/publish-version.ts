import type pg from 'pg';
import { AppError } from '../../core/kernel/index.ts';
import { asSystem, inTransaction } from '../../core/tenancy/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';

export type BuiltVersion = { manifest: PluginManifest; code: string; sha256: string };

/**
 * Puts a built version into the catalogue and makes it the current one. A version is immutable: the same number
 * with other content is refused with plugin.integrity, and a plugin of another publisher with partner.other_publisher.
 */
export async function publishVersion(pool: pg.Pool, built: BuiltVersion): Promise<'published' | 'known'> {
  const { manifest, code, sha256 } = built;
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const plugin = await client.query(
        `insert into plugins (plugin_id, name, name_ar, summary, summary_ar, publisher, category, current_version, listed, publisher_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)
         on conflict (plugin_id) do update set name = excluded.name, name_ar = excluded.name_ar, summary = excluded.summary,
           summary_ar = excluded.summary_ar, category = excluded.category, current_version = excluded.current_version, updated_at = now()
         where plugins.publisher_id is null or plugins.publisher_id = excluded.publisher_id
         returning id`,
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
      if (plugin.rowCount === 0) throw new AppError('partner.other_publisher', { plugin: manifest.id });
      const inserted = await client.query(
        `insert into plugin_versions (plugin_id, version, sha256, manifest, code) values ($1, $2, $3, $4, $5)
         on conflict (plugin_id, version) do nothing`,
        [plugin.rows[0].id, manifest.version, sha256, JSON.stringify(manifest), code],
      );
      if (inserted.rowCount === 1) return 'published';
      const known = await client.query(
        'select sha256 from plugin_versions where plugin_id = $1 and version = $2',
        [plugin.rows[0].id, manifest.version],
      );
      if (known.rows[0].sha256 !== sha256)
        throw new AppError('plugin.integrity', { plugin: `${manifest.id} ${manifest.version}` });
      return 'known';
    }),
  );
}
