import { AppError } from '../../../core/kernel/index.ts';
import { inTransaction, type Queryable } from '../../../core/tenancy/index.ts';
import { KEEP_UPGRADE, MARK_UNDONE, SET_VERSION, UNDOABLE } from '../../sql/upgrades.ts';
import { isLiving } from './install-states.ts';
import { type Actor, auditInstall, type LockedInstall, requireInstall } from './move-install.ts';
import { type LifeTools, leaveRevoked, ROLLBACK_DAYS, type Snapshot } from './upgrade-install.ts';

export type RollbackRequest = {
  pluginId: string;
  actor: Actor;
  /** Why, for the trail; a rollout names the band that was left. */
  reason?: string;
  /** For a rollout that comes back: only installs of this version, and nothing happens to one that cannot go back. */
  onlyFrom?: string;
  now?: Date;
};

export type Undoable = { id: string; version: string; until: Date; at: Date };

/** The version that the install can go back to, or undefined. */
export async function findUndoable(
  client: Queryable,
  install: Pick<LockedInstall, 'id' | 'versionId'>,
  now = new Date(),
): Promise<(Undoable & { fromVersionId: string; snapshot: Snapshot; rolloutId: string | null }) | undefined> {
  const { rows } = await client.query(UNDOABLE, [install.id, install.versionId, now]);
  return rows[0]?.state === 'revoked' ? undefined : rows[0];
}

/**
 * Takes the install back to the version before, with settings, consent and data as they were at the upgrade. What is
 * replaced is kept as long again, so that nothing is lost by it. Answers the version, or undefined where a rollout has
 * nothing to undo. Throws plugin.not_installed or plugin.no_rollback.
 */
export async function rollbackInstall(
  tools: Pick<LifeTools, 'pool' | 'store'>,
  request: RollbackRequest,
): Promise<{ from: string; to: string } | undefined> {
  return inTransaction(tools.pool, async (client) => {
    const install = await requireInstall(client, request.pluginId);
    if (!isLiving(install.state))
      throw new AppError('plugin.move_refused', { plugin: install.pluginId, state: install.state });
    const now = request.now ?? new Date();
    const undoable = await findUndoable(client, install, now);
    if (request.onlyFrom !== undefined && (undoable === undefined || install.versionId !== request.onlyFrom))
      return undefined;
    if (undoable === undefined)
      throw new AppError('plugin.no_rollback', { plugin: install.pluginId, days: ROLLBACK_DAYS });
    const replaced: Snapshot = {
      settings: install.settings ?? {},
      consent: install.consent,
      data: await tools.store.exportData(client, install.id),
    };
    await client.query(KEEP_UPGRADE, [
      install.id,
      install.versionId,
      undoable.fromVersionId,
      'rollback',
      undoable.rolloutId,
      JSON.stringify(replaced),
      JSON.stringify({ undone: undoable.id }),
      new Date(now.getTime() + ROLLBACK_DAYS * 86_400_000),
    ]);
    const { settings, consent, data } = undoable.snapshot;
    await client.query(SET_VERSION, [
      install.id,
      undoable.fromVersionId,
      JSON.stringify(settings),
      JSON.stringify(consent),
      null,
      false,
    ]);
    await tools.store.restoreData(client, install.id, data);
    await client.query(MARK_UNDONE, [undoable.id, request.reason ?? null, now]);
    await auditInstall(client, install, {
      action: 'roll_back',
      actor: request.actor,
      before: { version: install.version },
      after: { version: undoable.version },
      ...(request.reason ? { details: { reason: request.reason } } : {}),
    });
    await leaveRevoked(client, install, request.actor);
    return { from: install.version, to: undoable.version };
  });
}
