import type { Payload } from 'payload';
import { poolOf, type Queryable } from '../../core/tenancy/index.ts';
import { type ConsentDifference, diffConsent, type PluginManifest } from '../../plugins/sdk/index.ts';
import { LIST_ADD_ONS, LIST_CERTIFICATES } from '../sql/list-add-ons.ts';
import { type MeterCap, readCaps } from './caps.ts';
import { type Consent, consentFingerprint, consentOf } from './consent.ts';
import type { InstallState, SuspendedFor } from './life/install-states.ts';
import { findUndoable } from './life/rollback-install.ts';
import type { VersionState } from './life/version-of.ts';
import { type KnownVersion, offeredVersion, readVersions } from './releases/offered-version.ts';
import { splitSecrets } from './secret-settings.ts';

export type AddOn = {
  pluginId: string;
  /** The version that a new install gets. */
  version: string;
  /** Of the installed version, or of the one that a new install gets. */
  manifest: PluginManifest;
  /** Sent back with the install, to say what was seen. */
  consent: string;
  /** Null while the school has not installed it. */
  install: {
    id: string;
    state: Exclude<InstallState, 'purged'>;
    version: string;
    versionState: VersionState;
    versionReason: string | null;
    suspendedFor: SuspendedFor | null;
    /** Why it stands as it stands, in words of staff, or a code of the platform's own. */
    note: string | null;
    /** When everything it keeps is deleted; only while it is being removed. */
    purgeAt: string | null;
    settings: Record<string, unknown>;
    /** Names of the secrets that have a value; the values themselves never leave the server. */
    secretsSet: string[];
    /** Its meters with the school's caps of a month. */
    caps: MeterCap[];
    since: string;
  } | null;
  /** A newer version, with what it asks for beyond what was accepted. */
  upgrade: { version: string; difference: ConsentDifference; consent: string; migrates: boolean } | null;
  rollback: { version: string; until: string; dataOf: string } | null;
  certificates: { id: string; deletedAt: string }[];
  calls: { ok: number; failed: number; last: string | null };
};

/** The catalogue with what the school of the scope has of it. */
export async function listAddOns(payload: Payload): Promise<{ addOns: AddOn[] }> {
  const pool = poolOf(payload);
  const [{ rows }, certificates, versions] = await Promise.all([
    pool.query<Row>(LIST_ADD_ONS),
    pool.query(LIST_CERTIFICATES),
    readVersions(pool),
  ]);
  const addOns = await Promise.all(
    rows.map(async (row): Promise<AddOn> => {
      const state = row.state === 'purged' ? null : row.state;
      const isLeft = state === null || state === 'uninstalling';
      const manifest = state === null ? row.manifest : row.installed_manifest;
      return {
        pluginId: row.plugin_id,
        version: row.version,
        manifest,
        consent: consentFingerprint(row.manifest),
        install: state === null ? null : await installOf(pool, row, state),
        upgrade: isLeft ? null : upgradeOf(row, versions),
        rollback: isLeft ? null : await rollbackOf(pool, row),
        certificates: certificates.rows
          .filter((certificate) => certificate.pluginId === row.plugin_id)
          .map(({ id, at }) => ({ id, deletedAt: at.toISOString() })),
        calls: {
          ok: Number(row.ok),
          failed: Number(row.failed),
          last: row.last?.toISOString() ?? null,
        },
      };
    }),
  );
  return { addOns };
}

/** A row of LIST_ADD_ONS; what is of the install is null where there is none. */
type Row = {
  id: string;
  plugin_id: string;
  version: string;
  manifest: PluginManifest;
  install_id: string;
  state: InstallState | null;
  settings: Record<string, unknown> | null;
  consent: Consent | null;
  consented_at: Date | null;
  install_created_at: Date;
  suspended_for: SuspendedFor | null;
  state_note: string | null;
  purge_at: Date | null;
  version_id: string;
  installed_version: string;
  installed_manifest: PluginManifest;
  installed_state: VersionState;
  installed_reason: string | null;
  ok: string;
  failed: string;
  last: Date | null;
};

async function installOf(
  pool: Queryable,
  row: Row,
  state: Exclude<InstallState, 'purged'>,
): Promise<NonNullable<AddOn['install']>> {
  return {
    id: row.install_id,
    state,
    version: row.installed_version,
    versionState: row.installed_state,
    versionReason: row.installed_reason,
    suspendedFor: row.suspended_for,
    note: row.state_note,
    purgeAt: row.purge_at?.toISOString() ?? null,
    ...splitSecrets(row.installed_manifest, row.settings ?? {}),
    caps: await readCaps(pool, {
      id: row.install_id,
      pluginId: row.plugin_id,
      manifest: row.installed_manifest,
    }),
    since: (row.consented_at ?? row.install_created_at).toISOString(),
  };
}

function upgradeOf(row: Row, versions: KnownVersion[]): AddOn['upgrade'] {
  const offer = offeredVersion(versions, { catalogueId: row.id, version: row.installed_version });
  if (!offer) return null;
  const { manifest } = offer;
  const titles = Object.fromEntries(manifest.meters.map((meter) => [meter.name, meter.title]));
  const accepted = row.consent ?? { permissions: [], egress: [], meters: [] };
  return {
    version: offer.version,
    difference: diffConsent(accepted, consentOf(manifest), titles),
    consent: consentFingerprint(manifest),
    migrates: manifest.migrations.length > 0,
  };
}

async function rollbackOf(pool: Queryable, row: Row): Promise<AddOn['rollback']> {
  const found = await findUndoable(pool, { id: row.install_id, versionId: row.version_id });
  return found
    ? { version: found.version, until: found.until.toISOString(), dataOf: found.at.toISOString() }
    : null;
}
