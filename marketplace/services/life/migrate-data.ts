import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../core/kernel/index.ts';
import type { HostCall, Json, SandboxCode, Supervisor } from '../../../core/sandbox/index.ts';
import { requireTenant } from '../../../core/tenancy/index.ts';
import { compareVersions, type MigrationData, type PluginManifest } from '../../../plugins/sdk/index.ts';
import { computeIntegrity } from '../../../plugins/sdk/registry.ts';
import { keepSecrets, splitSecrets } from '../secret-settings.ts';
import { carrySettings } from './carry-settings.ts';
import type { InstallData } from './install-store.ts';

export type VersionCode = {
  versionId: string;
  manifest: PluginManifest;
  code: string;
  sha256: string;
  signature: string | null;
};

export type DataChange = {
  install: { id: string; pluginId: string; version: string };
  target: VersionCode;
  data: InstallData;
  settings: Record<string, unknown>;
};

export type MigratedData = {
  data: InstallData;
  settings: Record<string, unknown>;
  /** Names of the migrations that ran, in order; empty when the version has none on the way. */
  ran: string[];
};

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._:-]{0,199}$/;
const json: z.ZodType<Json> = z.json();
const migrationData = z.strictObject({
  kv: z.record(z.string().regex(KEY), json),
  records: z.record(z.string(), z.record(z.string().regex(KEY), z.record(z.string(), json))),
  settings: z.record(z.string(), json),
});

/** Larger data needs the room of a report, 1 MB; a job leaves room to grow from here to its 256 KB. */
const JOB_BYTES = 100_000;

const HOST_TROUBLE: ReadonlySet<SandboxCode> = new Set(['busy', 'closed', 'plugin_paused']);

/** A migration is pure: whatever it asks the host for, it gets nothing. */
const nothing: HostCall = async () => ({
  ok: false,
  code: 'capability_not_granted',
  message: 'A migration can call no capability.',
});

/**
 * Runs the migrations that lie between an install's version and the target, one after the other, each in a fresh cage on a
 * copy of the data. Nothing is written. Secrets are never shown to a migration and stay as they are. Throws
 * plugin.migration_failed when one fails, answers something else than data, or leaves the namespace of the plugin, and
 * service.busy when the cage has no room.
 */
export async function migrateData(supervisor: Supervisor, change: DataChange): Promise<MigratedData> {
  const { install, target } = change;
  const { manifest } = target;
  const due = manifest.migrations
    .filter(
      ({ to }) => compareVersions(to, install.version) > 0 && compareVersions(to, manifest.version) <= 0,
    )
    .sort((a, b) => compareVersions(a.to, b.to));
  if (due.length === 0)
    return { data: change.data, settings: carrySettings(manifest, change.settings), ran: [] };
  let current: MigrationData = {
    kv: change.data.kv,
    records: change.data.records,
    settings: splitSecrets(manifest, change.settings).settings as MigrationData['settings'],
  };
  for (const { name } of due) current = await runOne(supervisor, change, name, current);
  const fail = (reason: string) => failed(change, reason);
  const own = new Set(manifest.collections.map((collection) => collection.name));
  for (const name of Object.keys(current.records))
    if (!own.has(name)) throw fail(`it wrote to “${name}”, which is no collection of its own`);
  const expiries = Object.entries(change.data.expiries ?? {}).filter(([key]) =>
    Object.hasOwn(current.kv, key),
  );
  return {
    data: { kv: current.kv, records: current.records, expiries: Object.fromEntries(expiries) },
    settings: carrySettings(manifest, keepSecrets(manifest, current.settings, change.settings)),
    ran: due.map(({ name }) => name),
  };
}

async function runOne(
  supervisor: Supervisor,
  change: DataChange,
  name: string,
  data: MigrationData,
): Promise<MigrationData> {
  const { install, target } = change;
  const integrity = computeIntegrity(target.manifest, target.code);
  if (integrity.sha256 !== target.sha256) throw failed(change, 'its code is not what was published');
  const tenant = requireTenant();
  const outcome = await supervisor.run(
    {
      callId: `migration:${randomUUID()}`,
      tenantId: tenant.id,
      installId: install.id,
      pluginId: install.pluginId,
      version: target.manifest.version,
      bundle: { code: target.code, sha256: integrity.codeSha256 },
      entry: { kind: 'migration', name },
      input: data,
      settings: {},
      // A pure function of its data: the same for every school, so no school is named to it.
      facts: {
        school: { name: '', nameAr: null, language: 'en', timeZone: 'UTC', weekendDays: [] },
        language: 'en',
        actor: { kind: 'system' },
      },
      limitClass: Buffer.byteLength(JSON.stringify(data)) > JOB_BYTES ? 'report' : 'job',
      now: Date.now(),
      seed: randomInt(2 ** 32),
    },
    nothing,
  );
  // The host's trouble and not the migration's: it may be asked again.
  if (!outcome.ok && HOST_TROUBLE.has(outcome.code)) throw new AppError('service.busy');
  if (!outcome.ok) throw failed(change, `“${name}” ended with ${outcome.code}`);
  const parsed = migrationData.safeParse(outcome.result);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw failed(change, `“${name}” answered no data: ${String(issue?.path[0] ?? 'answer')}`);
  }
  return parsed.data;
}

function failed({ install, target }: DataChange, reason: string): AppError {
  return new AppError('plugin.migration_failed', {
    plugin: install.pluginId,
    version: target.manifest.version,
    reason,
  });
}
