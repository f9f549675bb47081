import type pg from 'pg';
import { PERMISSIONS, type PluginManifest, parseManifest } from '../../../plugins/sdk/index.ts';
import type { CapabilityContext } from '../index.ts';

let count = 0;

/** An install of a plugin of its own in a school, written past the wall; answers its id. */
export async function addInstall(
  admin: pg.Pool,
  school: { tenant: { id: string } },
  manifest: PluginManifest,
): Promise<string> {
  count += 1;
  const { rows } = await admin.query(
    `with p as (
       insert into plugins (plugin_id, name, name_ar, publisher, current_version)
       values ($1, $1, $1, 'test', $2) returning id),
     v as (
       insert into plugin_versions (plugin_id, version, sha256, manifest, code)
       select id, $2, $3, $4::json, '' from p returning id)
     insert into plugin_installs (tenant_id, plugin_id, version_id, state, settings, consent)
     select $5, p.id, v.id, 'enabled', '{}', '{}' from p, v returning id`,
    [`${manifest.id}${count}`, manifest.version, `test-${count}`, JSON.stringify(manifest), school.tenant.id],
  );
  return rows[0].id;
}

/** What a call of that install is bound to, with everything granted that the manifest asks for. */
export function contextFor(
  school: { tenant: { id: string } },
  installId: string,
  manifest: PluginManifest,
  more: Partial<CapabilityContext> = {},
): CapabilityContext {
  return {
    tenantId: school.tenant.id,
    installId,
    pluginId: manifest.id,
    version: manifest.version,
    callId: 'test',
    grants: manifest.permissions.map(({ capability, fields, purpose }) => ({
      capability,
      purpose: purpose.en,
      ...(fields ? { fields } : {}),
    })),
    locale: 'en',
    manifest,
    secret: () => undefined,
    ...more,
  };
}

/** A manifest that asks for everything there is. */
export function wholeManifest(more: Partial<PluginManifest> = {}): PluginManifest {
  const purpose = { en: 'Test.', ar: 'اختبار.' };
  return parseManifest({
    id: 'qa.test.everything',
    version: '1.0.0',
    engine: '^1.0.0',
    name: { en: 'Everything', ar: 'كل شيء' },
    description: { en: 'A test.', ar: 'اختبار.' },
    publisher: { id: 'test', name: 'Test' },
    category: 'integration',
    icon: 'box',
    permissions: [...PERMISSIONS].map(([capability, { dataClass, fields }]) => ({
      capability,
      purpose,
      ...(dataClass ? { dataClass, fields } : {}),
    })),
    egress: [{ host: 'api.daftar.example', purpose }],
    meters: ['sms_parts', 'calls'].map((name) => ({ name, title: purpose })),
    collections: [
      {
        name: 'notes',
        title: purpose,
        fields: {
          text: { type: 'string' },
          number: { type: 'number' },
          isDone: { type: 'boolean' },
          on: { type: 'date' },
        },
      },
    ],
    ...more,
  });
}
