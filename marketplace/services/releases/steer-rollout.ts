import type pg from 'pg';
import { AppError } from '../../../core/kernel/index.ts';
import { recordAudit } from '../../../core/observability/index.ts';
import { inTransaction, type Queryable } from '../../../core/tenancy/index.ts';
import { READ_ROLLOUT } from '../../sql/rollouts.ts';
import type { Actor } from '../life/move-install.ts';
import { asPlatform } from './version-states.ts';

export type RolloutAction = 'pause' | 'resume' | 'roll_back';

/** From which states each action is possible. */
const OPEN_FROM: Record<RolloutAction, readonly string[]> = {
  pause: ['running'],
  resume: ['paused', 'rolled_back'],
  roll_back: ['running', 'paused', 'done'],
};

type Row = {
  id: string;
  state: string;
  catalogueId: string;
  pluginId: string;
  name: string;
  versionId: string;
  version: string;
  versionState: string;
  versionReason: string | null;
  baselineVersionId: string;
  baseline: string;
};

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
      const { rows } = await client.query<Row>(`${READ_ROLLOUT} for update of r`, [request.id]);
      const rollout = rows[0];
      if (!rollout) throw new AppError('resource.not_found');
      if (!OPEN_FROM[request.action].includes(rollout.state))
        throw new AppError('plugin.rollout_closed', { state: rollout.state });
      const state = await ACT[request.action](client, rollout, reason, request.now ?? new Date());
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

const ACT: Record<
  RolloutAction,
  (client: Queryable, rollout: Row, reason: string, now: Date) => Promise<string>
> = {
  pause: (client, rollout, reason) => setState(client, rollout, 'paused', reason),
  roll_back: async (client, rollout, reason) => {
    await client.query('update plugin_versions set held_back = true where id = $1', [rollout.versionId]);
    await client.query(
      'update plugins set current_version = $2, updated_at = now() where id = $1 and current_version = $3',
      [rollout.catalogueId, rollout.baseline, rollout.version],
    );
    return setState(client, rollout, 'rolling_back', reason);
  },
  resume: async (client, rollout, _reason, now) => {
    if (rollout.versionState === 'yanked' || rollout.versionState === 'revoked')
      throw new AppError('plugin.version_withdrawn', {
        plugin: rollout.pluginId,
        version: rollout.version,
        reason: rollout.versionReason ?? rollout.versionState,
      });
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
    return 'running';
  },
};

async function setState(client: Queryable, rollout: Row, state: string, reason: string): Promise<string> {
  await client.query('update plugin_rollouts set state = $2, reason = $3 where id = $1', [
    rollout.id,
    state,
    reason,
  ]);
  return state;
}
