import { randomUUID } from 'node:crypto';
import type { SandboxOutcome } from '../../core/sandbox/index.ts';
import { bundleOf } from '../../core/sandbox/test-support.ts';
import { type OpenedPluginHost, openPluginHost } from '../../core/server/worker/open-plugin-host.ts';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { parseManifest } from '../../plugins/sdk/contract/manifest.ts';
import type { PluginManifest, PluginManifestInput } from '../../plugins/sdk/index.ts';
import { computeIntegrity } from '../../plugins/sdk/node.ts';
import { callPlugin, type PluginHost } from '../services/call-plugin.ts';
import { consentFingerprint } from '../services/consent.ts';
import { findInCatalogue, installAddOn, switchAddOn } from '../services/installs.ts';
import { installStore } from '../services/life/install-store.ts';
import type { LifeTools } from '../services/life/upgrade-install.ts';
import { publishVersion } from '../services/publish-version.ts';
import { findRunnable } from '../services/runnable-install.ts';

export const WHY = { en: 'Test.', ar: 'اختبار.' };
export const KV = { capability: 'kv', purpose: WHY };
export const RECORDS = { capability: 'records.write', purpose: WHY };

/** A process with its cage on a database of its own, and plugins made of one line. */
export type LifeWorld = {
  system: TestSystem;
  opened: OpenedPluginHost;
  tools: LifeTools;
  publish: (
    version: string,
    body: string,
    more?: Partial<PluginManifestInput> & { id?: string },
    now?: Date,
  ) => Promise<PluginManifest>;
  /** Installs with all it asks for and switches it on. */
  enable: (school: TestSchool, pluginId: string) => Promise<void>;
  /** One call through the real cage, with its receipt; undefined when the add-on is not switched on. */
  call: (school: TestSchool, pluginId: string, host?: PluginHost) => Promise<SandboxOutcome | undefined>;
  /** The row of an install past the wall. */
  installOf: (school: TestSchool, pluginId: string) => Promise<Record<string, unknown>>;
  /** Everything an install keeps, as text: equal text is equal data. */
  dataOf: (school: TestSchool, pluginId: string) => Promise<string>;
  /** Actions of the school's trail about add-ons, oldest first. */
  trailOf: (school: TestSchool) => Promise<string[]>;
  close: () => Promise<void>;
};

export const PLUGIN = 'qa.test.life';

export async function createLifeWorld(): Promise<LifeWorld> {
  const system = await createTestSystem();
  const { payload, settings, logger, admin, pool } = system;
  const opened = await openPluginHost({ settings, payload, logger });
  const installOf: LifeWorld['installOf'] = async (school, pluginId) => {
    const { rows } = await admin.query(
      `select i.*, v.version from plugin_installs i join plugins p on p.id = i.plugin_id
         join plugin_versions v on v.id = i.version_id where p.plugin_id = $1 and i.tenant_id = $2`,
      [pluginId, school.tenant.id],
    );
    return rows[0];
  };
  return {
    system,
    opened,
    tools: { pool, supervisor: opened.host.supervisor, store: installStore() },
    publish: async (version, body, more = {}, now) => {
      const id = more.id ?? PLUGIN;
      const manifest = parseManifest({
        version,
        engine: '^1.0.0',
        name: { en: id, ar: id },
        description: { en: 'A test.', ar: 'اختبار.' },
        publisher: { id: 'test', name: 'Test' },
        category: 'integration',
        icon: 'box',
        permissions: [KV],
        events: [{ name: 'attendance.absence_recorded' }],
        limits: 'job',
        ...more,
        id,
      });
      const code = bundleOf(body);
      const { sha256 } = computeIntegrity(manifest, code);
      await publishVersion(pool, { manifest, code, sha256 }, now ? { now } : {});
      return manifest;
    },
    enable: (school, pluginId) =>
      school.run(async () => {
        const entry = await findInCatalogue(pool, pluginId);
        await installAddOn(payload, { pluginId, consent: consentFingerprint(entry.manifest) });
        await switchAddOn(payload, { pluginId, on: true });
      }),
    call: (school, pluginId, host = opened.host) =>
      school.run(async () => {
        const install = await findRunnable(pool, pluginId);
        if (!install) return undefined;
        return callPlugin(host, {
          install,
          entry: { kind: 'event', name: 'attendance.absence_recorded' },
          input: {},
          limitClass: install.manifest.limits,
          key: `test:${randomUUID()}`,
          actor: { kind: 'system' },
        });
      }),
    installOf,
    dataOf: async (school, pluginId) => {
      const { id, settings: kept, consent } = await installOf(school, pluginId);
      const kv = await admin.query(
        'select key, value, expires_at from plugin_kv where install_id = $1 order by key',
        [id],
      );
      const records = await admin.query(
        'select collection, key, value from plugin_records where install_id = $1 order by collection, key',
        [id],
      );
      return JSON.stringify({ kept, consent, kv: kv.rows, records: records.rows });
    },
    trailOf: async (school) =>
      (
        await admin.query(
          `select action, details ->> 'reason' as reason, after ->> 'suspendedFor' as why from audit_events
            where tenant_id = $1 and action like 'add-ons.%' and category = 'admin' order by created_at, id`,
          [school.tenant.id],
        )
      ).rows.map(({ action, why }) => (why ? `${action} ${why}` : action)),
    close: async () => {
      await opened.close();
      await system.close();
    },
  };
}
