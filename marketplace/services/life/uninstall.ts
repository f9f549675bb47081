import type { Payload } from 'payload';
import { inTransaction, poolOf } from '../../../core/tenancy/index.ts';
import { GRACE_DAYS } from './install-states.ts';
import { type Actor, moveInstall, requireInstall } from './move-install.ts';

/**
 * Begins the end of an install: nothing of it runs any more, and everything it keeps is deleted after `GRACE_DAYS`.
 * Again changes nothing. Throws plugin.not_installed.
 */
export async function uninstallAddOn(
  payload: Payload,
  request: { pluginId: string; actor: Actor; now?: Date },
): Promise<void> {
  const purgeAt = new Date((request.now ?? new Date()).getTime() + GRACE_DAYS * 86_400_000);
  await inTransaction(poolOf(payload), async (client) => {
    const install = await requireInstall(client, request.pluginId);
    await moveInstall(client, install, { action: 'uninstall', actor: request.actor, purgeAt });
  });
}

/** Takes an uninstall back within its grace: the add-on is there again with everything it kept, switched off. */
export async function takeBackAddOn(
  payload: Payload,
  request: { pluginId: string; actor: Actor },
): Promise<void> {
  await inTransaction(poolOf(payload), async (client) => {
    const install = await requireInstall(client, request.pluginId);
    await moveInstall(client, install, { action: 'take_back', actor: request.actor });
  });
}
