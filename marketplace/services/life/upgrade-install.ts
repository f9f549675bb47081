import type pg from 'pg';
import { AppError, sha256Hex } from '../../../core/kernel/index.ts';
import type { Supervisor } from '../../../core/sandbox/index.ts';
import { inTransaction, planAllows, type Queryable } from '../../../core/tenancy/index.ts';
import { type ConsentDifference, compareVersions, diffConsent } from '../../../plugins/sdk/index.ts';
import { canonicalJson } from '../../../plugins/sdk/registry.ts';
import { KEEP_UPGRADE, SET_VERSION } from '../../sql/upgrades.ts';
import { consentFingerprint, consentOf } from '../consent.ts';
import { isReleaseSigned } from '../releases/sign-release.ts';
import { isLiving } from './install-states.ts';
import type { InstallData, InstallStore } from './install-store.ts';
import { type MigratedData, migrateData } from './migrate-data.ts';
import { type MigrationReport, reportMigration } from './migration-report.ts';
import { type Actor, auditInstall, type LockedInstall, moveInstall, requireInstall } from './move-install.ts';
import { readVersion, requireOnOffer } from './version-of.ts';

/** How long an upgrade can be undone, in days. */
export const ROLLBACK_DAYS = 7;
const TRIES = 3;

export type LifeTools = { pool: pg.Pool; supervisor: Supervisor; store: InstallStore };

export type UpgradeRequest = {
  pluginId: string;
  version: string;
  actor: Actor;
  userId?: string;
  /** The fingerprint of what the version asks for, as it was shown; needed when it asks for more than was accepted. */
  consent?: string;
  /** Set for an upgrade that a rollout makes. */
  rolloutId?: string;
  kind: 'manual' | 'ring';
  now?: Date;
};

export type UpgradePlan = {
  from: string;
  to: string;
  difference: ConsentDifference;
  /** Fingerprint of what the version asks for. */
  consent: string;
  report: MigrationReport;
};

/** All that goes back with a rollback. */
export type Snapshot = {
  settings: Record<string, unknown>;
  consent: unknown;
  data: InstallData;
};

type Prepared = UpgradePlan & {
  install: LockedInstall;
  target: Awaited<ReturnType<typeof readVersion>>;
  data: InstallData;
  migrated: MigratedData;
};

/**
 * What an upgrade of the school's install would ask for and change, with the data migrations run on a copy. Writes
 * nothing. Throws plugin.not_installed, plugin.version_unknown, plugin.version_withdrawn, plugin.no_upgrade,
 * plugin.settings_invalid or plugin.migration_failed.
 */
export async function planUpgrade(
  tools: LifeTools,
  request: Pick<UpgradeRequest, 'pluginId' | 'version'>,
): Promise<UpgradePlan> {
  const { from, to, difference, consent, report } = await prepare(tools, request);
  return { from, to, difference, consent, report };
}

/**
 * Brings the school's install to a newer version with its data, in one transaction, and keeps what was there for
 * `ROLLBACK_DAYS`. More permissions, hosts or meters need their fingerprint in `consent`. Migrations run on a copy before;
 * when the data changed meanwhile they run again. Throws what `planUpgrade` throws, plugin.consent_missing and
 * plugin.data_changing.
 */
export async function upgradeInstall(tools: LifeTools, request: UpgradeRequest): Promise<UpgradePlan> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const prepared = await prepare(tools, request);
    const { difference, consent } = prepared;
    if (difference.needsConsent && request.consent !== consent) throw new AppError('plugin.consent_missing');
    const isDone = await inTransaction(tools.pool, (client) => commit(client, tools, request, prepared));
    if (isDone) {
      const { from, to, report } = prepared;
      return { from, to, difference, consent, report };
    }
  }
  throw new AppError('plugin.data_changing', { plugin: request.pluginId });
}

async function prepare(
  tools: LifeTools,
  request: Pick<UpgradeRequest, 'pluginId' | 'version'>,
): Promise<Prepared> {
  const read = await inTransaction(tools.pool, async (client) => {
    const install = await requireInstall(client, request.pluginId);
    if (!isLiving(install.state))
      throw new AppError('plugin.move_refused', { plugin: install.pluginId, state: install.state });
    const target = await readVersion(client, install, request.version);
    return { install, target, data: await tools.store.exportData(client, install.id) };
  });
  const { install, target, data } = read;
  requireOnOffer(target, install.pluginId);
  const { manifest, sha256, signature } = target;
  const release = { pluginId: install.pluginId, version: manifest.version, sha256 };
  if (!(await isReleaseSigned(tools.pool, release, signature)))
    throw new AppError('plugin.integrity', { plugin: `${install.pluginId} ${manifest.version}` });
  if (compareVersions(manifest.version, install.version) <= 0)
    throw new AppError('plugin.no_upgrade', { plugin: install.pluginId });
  const settings = install.settings ?? {};
  const migrated = await migrateData(tools.supervisor, { install, target, data, settings });
  const titles = Object.fromEntries(manifest.meters.map((meter) => [meter.name, meter.title]));
  const accepted = install.consent ?? { permissions: [], egress: [], meters: [] };
  return {
    ...read,
    migrated,
    from: install.version,
    to: manifest.version,
    difference: diffConsent(accepted, consentOf(manifest), titles),
    consent: consentFingerprint(manifest),
    report: reportMigration({ data, settings }, migrated),
  };
}

/** Answers false when the install or its data changed since it was prepared. */
async function commit(
  client: Queryable,
  { store }: LifeTools,
  request: UpgradeRequest,
  prepared: Prepared,
): Promise<boolean> {
  const { target, migrated, report, data } = prepared;
  const install = await requireInstall(client, request.pluginId);
  const now = request.now ?? new Date();
  const isSame =
    install.versionId === prepared.install.versionId &&
    canonicalJson(install.settings) === canonicalJson(prepared.install.settings) &&
    fingerprintOf(await store.exportData(client, install.id)) === fingerprintOf(data);
  if (!isSame || !isLiving(install.state)) return false;
  const snapshot: Snapshot = { settings: install.settings ?? {}, consent: install.consent, data };
  await client.query(KEEP_UPGRADE, [
    install.id,
    install.versionId,
    target.versionId,
    request.kind,
    request.rolloutId ?? null,
    JSON.stringify(snapshot),
    JSON.stringify(report),
    new Date(now.getTime() + ROLLBACK_DAYS * 86_400_000),
  ]);
  await client.query(SET_VERSION, [
    install.id,
    target.versionId,
    JSON.stringify(migrated.settings),
    JSON.stringify(consentOf(target.manifest)),
    request.userId ?? null,
    prepared.difference.needsConsent,
  ]);
  if (migrated.ran.length > 0)
    await store.restoreData(client, install.id, migrated.data, target.manifest).catch((error: unknown) => {
      throw refusedData(error, request);
    });
  await auditInstall(client, install, {
    action: 'upgrade',
    actor: request.actor,
    before: { version: install.version },
    after: { version: target.manifest.version },
    details: {
      kind: request.kind,
      migrations: migrated.ran,
      accepted: prepared.difference.added.map(({ sentence }) => sentence.en),
    },
  });
  await leaveRevoked(client, install, request.actor);
  return true;
}

/** An install that stood still because its version was revoked goes on with another one, where the plan allows it. */
export async function leaveRevoked(client: Queryable, install: LockedInstall, actor: Actor): Promise<void> {
  if (install.state !== 'suspended' || install.suspendedFor !== 'revoked') return;
  if (await planAllows(client, 'add_ons')) await moveInstall(client, install, { action: 'resume', actor });
  else
    await moveInstall(client, install, { action: 'suspend', actor, suspendedFor: 'payment', note: 'plan' });
}

/** One digest of what an install keeps, whatever the order of its keys. */
export function fingerprintOf(data: InstallData): string {
  return sha256Hex(canonicalJson(data));
}

// What the version's own manifest refuses of the migrated data is the migration's fault.
function refusedData(error: unknown, request: UpgradeRequest): unknown {
  const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown };
  if (status !== 400 || typeof code !== 'string') return error;
  return new AppError('plugin.migration_failed', {
    plugin: request.pluginId,
    version: request.version,
    reason: code,
  });
}
