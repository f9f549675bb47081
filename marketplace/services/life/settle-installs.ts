import type pg from 'pg';
import type { Logger } from '../../../core/observability/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../../core/tenancy/index.ts';
import { UNSETTLED } from '../../sql/installs.ts';
import { lockInstall, moveInstall } from './move-install.ts';

/** What a school reads whose plan holds no add-ons or which is suspended; the panel shows it in the reader's language. */
export const PLAN_NOTE = 'plan';

type Unsettled = {
  tenantId: string;
  pluginId: string;
  revoked: boolean;
  reason: string | null;
  allowed: boolean;
};

/**
 * Puts every install where its school's plan and state and its version's state say: `enabled` or `suspended`, and nothing
 * else is touched. Many processes may run it at once. Returns how many moved.
 */
export async function settleInstalls(pool: pg.Pool, logger: Logger): Promise<number> {
  const { rows } = await asSystem(() => pool.query<Unsettled>(UNSETTLED));
  let moved = 0;
  for (const row of rows) {
    try {
      if (await asSystem(() => inTransaction(pool, (client) => settle(client, row)))) moved += 1;
    } catch (err) {
      logger.error({
        err,
        plugin: row.pluginId,
        tenant: row.tenantId,
        msg: 'an add-on could not be settled',
      });
    }
  }
  return moved;
}

async function settle(client: Queryable, row: Unsettled): Promise<boolean> {
  const install = await lockInstall(client, row.pluginId, row.tenantId);
  if (install === undefined) return false;
  const isRevoked = install.versionState === 'revoked';
  if (isRevoked && (install.state === 'enabled' || install.state === 'suspended'))
    return moveInstall(client, install, {
      action: 'suspend',
      actor: { kind: 'system', label: 'revoked' },
      suspendedFor: 'revoked',
      ...(install.versionReason ? { note: install.versionReason } : {}),
    });
  if (isRevoked) return false;
  if (install.state === 'enabled' && !row.allowed)
    return moveInstall(client, install, {
      action: 'suspend',
      actor: { kind: 'system', label: 'plan' },
      suspendedFor: 'payment',
      note: PLAN_NOTE,
    });
  if (install.state === 'suspended' && install.suspendedFor === 'payment' && row.allowed)
    return moveInstall(client, install, { action: 'resume', actor: { kind: 'system', label: 'plan' } });
  return false;
}

/** Suspends one install whose workers died too often, and tells the school. It stays so until the school resumes it. */
export async function suspendForFault(
  pool: pg.Pool,
  fault: { tenantId: string; pluginId: string },
): Promise<boolean> {
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const install = await lockInstall(client, fault.pluginId, fault.tenantId);
      if (install?.state !== 'enabled') return false;
      return moveInstall(client, install, {
        action: 'suspend',
        actor: { kind: 'system', label: 'sandbox' },
        suspendedFor: 'fault',
        note: 'three_deaths',
      });
    }),
  );
}
