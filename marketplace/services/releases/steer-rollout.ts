import type pg from 'pg';
import { AppError } from '../../../core/kernel/index.ts';
import { recordAudit } from '../../../core/observability/index.ts';
import { inTransaction } from '../../../core/tenancy/index.ts';
import { READ_ROLLOUT } from '../../sql/rollouts.ts';
import type { Actor } from '../life/move-install.ts';
import { asPlatform } from './version-states.ts';

export type RolloutAction = 'pause' | 'resume' | 'roll_back';

/**
 * What staff do with a rollout. A rollout that came back runs again as a new one, from the first ring. Coming back itself
 * is work of the clock. Throws resource.not_found, plugin.reason_needed, plugin.rollout_closed or, for a version that was
 * taken away meanwhile, plugin.version_withdrawn.
 */
export async function steerRollout(
  pool: pg.Pool,
  request: { id: string; action: RolloutAction; reason: string; actor: Actor; now?: Date },
): Promise<{ state: string }> {
  const reason = request.reason.trim();
  if (reason.length < 5) throw new AppError('plugin.reason_needed');
  return asPlatform(() =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query(`${READ_ROLLOUT} for update of r`, [request.id]);
      const rollout = rows[0];
      if (!rollout) throw new AppError('resource.not_found');
      const now = request.now ?? new Date();
      const closed = () => new AppError('plugin.rollout_closed', { state: rollout.state });
      const set = (state: string) =>
        client.query('update plugin_rollouts set state = $2, reason = $3 where id = $1', [
          rollout.id,
          state,
          reason,
        ]);
      let state: string;
      if (request.action === 'pause') {
        if (rollout.state !== 'running') throw closed();
        await set((state = 'paused'));
      } else if (request.action === 'roll_back') {
        if (!['running', 'paused', 'done'].includes(rollout.state)) throw closed();
        await set((state = 'rolling_back'));
        await client.query('update plugin_versions set held_back = true where id = $1', [rollout.versionId]);
        await client.query(
          'update plugins set current_version = $2, updated_at = now() where id = $1 and current_version = $3',
          [rollout.catalogueId, rollout.baseline, rollout.version],
        );
      } else {
        if (!['paused', 'rolled_back'].includes(rollout.state)) throw closed();
        if (rollout.versionState === 'yanked' || rollout.versionState === 'revoked')
          throw new AppError('plugin.version_withdrawn', {
            plugin: rollout.pluginId,
            version: rollout.version,
            reason: rollout.versionReason ?? rollout.versionState,
          });
        state = 'running';
        await client.query('update plugin_versions set held_back = false where id = $1', [rollout.versionId]);
        if (rollout.state === 'paused')
          // The time it stood still is not time it was watched.
          await client.query(
            `update plugin_rollouts set state = 'running', reason = null, ring_started_at = $2 where id = $1`,
            [rollout.id, now],
          );
        else
          await client.query(
            `insert into plugin_rollouts (plugin_id, version_id, baseline_version_id, state, ring, ring_started_at, created_at)
             values ($1, $2, $3, 'running', 0, $4, $4)`,
            [rollout.catalogueId, rollout.versionId, rollout.baselineVersionId, now],
          );
      }
      await recordAudit(client, {
        category: 'admin',
        action: `rollouts.${request.action}`,
        actor: request.actor,
        subject: {
          collection: 'plugin-versions',
          id: rollout.versionId,
          label: `${rollout.name} ${rollout.version}`,
        },
        before: { state: rollout.state },
        after: { state },
        details: { reason },
      });
      return { state };
    }),
  );
}
