import { AppError } from '../../../core/kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../../core/observability/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import { LOCK_INSTALL, SET_STANDING } from '../../sql/installs.ts';
import type { Consent } from '../consent.ts';
import { type InstallAction, type InstallState, nextStanding, type SuspendedFor } from './install-states.ts';

export type Actor = AuditEvent['actor'];

/** An install as it is worked with, locked until the transaction ends. */
export type LockedInstall = {
  id: string;
  tenantId: string;
  catalogueId: string;
  pluginId: string;
  state: InstallState;
  suspendedFor: SuspendedFor | null;
  note: string | null;
  purgeAt: Date | null;
  settings: Record<string, unknown> | null;
  consent: Consent | null;
  versionId: string;
  version: string;
  sha256: string;
  versionState: 'listed' | 'deprecated' | 'yanked' | 'revoked';
  versionReason: string | null;
  manifest: PluginManifest;
  createdAt: Date;
};

/** The install of an add-on in the school of the scope, or in the named one under the platform's; locked. */
export async function lockInstall(
  client: Queryable,
  pluginId: string,
  tenantId?: string,
): Promise<LockedInstall | undefined> {
  const { rows } = await client.query(LOCK_INSTALL, [pluginId, tenantId ?? null]);
  return rows[0];
}

/** The same, but throws plugin.not_installed where there is none or it was removed. */
export async function requireInstall(client: Queryable, pluginId: string): Promise<LockedInstall> {
  const install = await lockInstall(client, pluginId);
  if (install === undefined || install.state === 'purged')
    throw new AppError('plugin.not_installed', { plugin: pluginId });
  return install;
}

export type Move = {
  action: Exclude<InstallAction, 'install'>;
  actor: Actor;
  suspendedFor?: SuspendedFor;
  /** Why, in words that the school reads. */
  note?: string;
  purgeAt?: Date;
};

/**
 * Takes a locked install to the state an action leads to, with its audit entry, in the transaction of the client. Answers
 * false when it was there already. Touches no data. Throws plugin.move_refused.
 */
export async function moveInstall(client: Queryable, install: LockedInstall, move: Move): Promise<boolean> {
  const next = nextStanding(move.action, install.state);
  if (next.kind === 'refused')
    throw new AppError('plugin.move_refused', { plugin: install.pluginId, state: install.state });
  const isOtherReason = move.suspendedFor !== undefined && move.suspendedFor !== install.suspendedFor;
  if (next.kind === 'same' && !isOtherReason) return false;
  const state = next.kind === 'to' ? next.state : install.state;
  await client.query(SET_STANDING, [
    install.id,
    state,
    state === 'suspended' ? (move.suspendedFor ?? null) : null,
    move.note ?? null,
    move.purgeAt ?? null,
  ]);
  await auditInstall(client, install, {
    action: move.action,
    actor: move.actor,
    before: { state: install.state },
    after: { state, ...(move.suspendedFor ? { suspendedFor: move.suspendedFor } : {}) },
    ...(move.note ? { details: { reason: move.note } } : {}),
  });
  return true;
}

/** Writes into the school's trail what was done with an install. */
export function auditInstall(
  client: Queryable,
  install: Pick<LockedInstall, 'catalogueId' | 'manifest' | 'tenantId'>,
  entry: Pick<AuditEvent, 'actor' | 'before' | 'after' | 'details'> & { action: string },
): Promise<void> {
  return recordAudit(client, {
    category: 'admin',
    ...entry,
    action: `add-ons.${entry.action}`,
    subject: { collection: 'plugins', id: install.catalogueId, label: install.manifest.name.en },
    tenantId: install.tenantId,
  });
}
