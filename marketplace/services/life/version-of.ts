import { AppError } from '../../../core/kernel/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import { READ_VERSION } from '../../sql/upgrades.ts';
import type { VersionCode } from './migrate-data.ts';

export type VersionState = 'listed' | 'deprecated' | 'yanked' | 'revoked';

/** One version of an add-on with its code. Throws plugin.version_unknown. */
export async function readVersion(
  client: Queryable,
  plugin: { catalogueId: string; pluginId: string },
  version: string,
): Promise<VersionCode & { state: VersionState; reason: string | null }> {
  const { rows } = await client.query(READ_VERSION, [plugin.catalogueId, version]);
  if (!rows[0]) throw new AppError('plugin.version_unknown', { plugin: plugin.pluginId, version });
  return rows[0];
}

/** Throws plugin.version_withdrawn for a version that takes no new installs. */
export function requireOnOffer(
  version: { state: VersionState; reason: string | null; manifest: { version: string } },
  pluginId: string,
): void {
  if (version.state === 'listed' || version.state === 'deprecated') return;
  throw new AppError('plugin.version_withdrawn', {
    plugin: pluginId,
    version: version.manifest.version,
    reason: version.reason ?? version.state,
  });
}
