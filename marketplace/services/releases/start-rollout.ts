import type { Queryable } from '../../../core/tenancy/index.ts';
import { diffConsent, type PluginManifest } from '../../../plugins/sdk/index.ts';
import { OPEN_ROLLOUT, START_ROLLOUT } from '../../sql/rollouts.ts';
import { consentOf } from '../consent.ts';
import { readVersions } from './offered-version.ts';

/**
 * Starts the rollout of a new version, in the transaction that publishes it; a rollout of the add-on that runs gives way.
 * Answers false, and starts none, when the version asks for more than the current one, when the current one was taken
 * away, or when no school has the add-on.
 */
export async function startRollout(
  client: Queryable,
  release: {
    catalogueId: string;
    versionId: string;
    manifest: PluginManifest;
    currentVersion: string;
    now: Date;
  },
): Promise<boolean> {
  const { catalogueId, versionId, manifest, now } = release;
  const versions = await readVersions(client, catalogueId);
  const current = versions.find(({ version }) => version === release.currentVersion);
  if (current === undefined || current.state === 'yanked' || current.state === 'revoked') return false;
  if (diffConsent(consentOf(current.manifest), consentOf(manifest)).needsConsent) return false;
  const installs = await client.query(
    `select from plugin_installs where plugin_id = $1 and state::text in ('installed', 'enabled', 'suspended') limit 1`,
    [catalogueId],
  );
  if (installs.rowCount === 0) return false;
  const open = await client.query(OPEN_ROLLOUT, [catalogueId]);
  for (const { id, state } of open.rows)
    if (state !== 'rolling_back')
      await client.query(
        `update plugin_rollouts set state = 'superseded', reason = $2, ended_at = $3 where id = $1`,
        [id, manifest.version, now],
      );
    else
      await client.query(`update plugin_rollouts set state = 'rolled_back', ended_at = $2 where id = $1`, [
        id,
        now,
      ]);
  await client.query(START_ROLLOUT, [catalogueId, versionId, current.versionId, now]);
  return true;
}
