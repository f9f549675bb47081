import { randomUUID } from 'node:crypto';
import type { TestSchool, TestSystem } from '../../../../e2e/support/index.ts';
import type { CapabilityContext } from '../registry.ts';

/** Writes an install of a plugin into a school, past everything that installing asks; answers its id. */
export async function addInstall(
  { admin }: Pick<TestSystem, 'admin'>,
  school: Pick<TestSchool, 'tenant'>,
  pluginId: string,
): Promise<string> {
  const made = await admin.query(
    `insert into plugins (plugin_id, name, name_ar, publisher, current_version) select $1::varchar, $1, $1, 'Test', '1.0.0'
      where not exists (select from plugins where plugin_id = $1)`,
    [pluginId],
  );
  if (made.rowCount)
    await admin.query(
      `insert into plugin_versions (plugin_id, version, sha256, manifest, code)
       select p.id, '1.0.0', md5($1::text), v.manifest, v.code from plugins p, plugin_versions v where p.plugin_id = $1 limit 1`,
      [pluginId],
    );
  const { rows } = await admin.query(
    `insert into plugin_installs (tenant_id, plugin_id, version_id, state)
     select $1, p.id, v.id, 'enabled' from plugins p join plugin_versions v on v.plugin_id = p.id where p.plugin_id = $2 limit 1
     returning id`,
    [school.tenant.id, pluginId],
  );
  return String(rows[0].id);
}

/** The context of a call as the host binds it, for tests of one capability. */
export function contextOf(
  school: Pick<TestSchool, 'tenant'>,
  installId: string,
  change: Partial<Omit<CapabilityContext, 'manifest'>> & {
    manifest?: Partial<CapabilityContext['manifest']>;
  },
): CapabilityContext {
  return {
    tenantId: school.tenant.id,
    installId,
    pluginId: 'qa.daftar.sms',
    version: '1.0.0',
    callId: randomUUID(),
    grants: [],
    locale: 'en',
    secret: () => undefined,
    ...change,
    manifest: {
      egress: [],
      meters: [],
      collections: [],
      storage: { keys: 0, megabytes: 0 },
      limits: 'job',
      settings: { type: 'object', properties: {}, additionalProperties: false },
      ...change.manifest,
    },
  };
}
