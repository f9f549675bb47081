import type { Logger } from '../../../core/observability/index.ts';
import { asSystem, asTenant, TENANT_COLUMNS, tenantInfo } from '../../../core/tenancy/index.ts';
import { TO_UNDO } from '../../sql/rollouts.ts';
import { rollbackInstall } from '../life/rollback-install.ts';
import type { LifeTools } from '../life/upgrade-install.ts';
import { moveRollout, ROLLOUT_ACTOR, type Rollout } from './move-rollout.ts';

export type RolloutTools = LifeTools & { logger: Logger };

/** Brings back every school that the rollout upgraded and that can be written to; the others follow when they can. */
export async function takeBack(tools: RolloutTools, rollout: Rollout, now: Date): Promise<void> {
  const { rows } = await asSystem(() => tools.pool.query<{ tenantId: string }>(TO_UNDO, [rollout.id, now]));
  let left = 0;
  for (const { tenantId } of rows) {
    try {
      await inSchool(tools, tenantId, () =>
        rollbackInstall(tools, {
          pluginId: rollout.pluginId,
          actor: ROLLOUT_ACTOR,
          onlyFrom: rollout.versionId,
          now,
          ...(rollout.reason ? { reason: rollout.reason } : {}),
        }),
      );
    } catch (err) {
      left += 1;
      tools.logger.error({
        err,
        plugin: rollout.pluginId,
        tenant: tenantId,
        msg: 'an upgrade could not be undone',
      });
    }
  }
  if (left === 0 && rollout.state === 'rolling_back') await moveRollout(tools, rollout, 'rolled_back', now);
}

/** Does the work as the school, read anew, so that its state of now counts. */
export async function inSchool<T>(
  { pool }: RolloutTools,
  tenantId: string,
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await asSystem(() =>
    pool.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.id = $1`, [tenantId]),
  );
  return asTenant(tenantInfo(rows[0]), work);
}
