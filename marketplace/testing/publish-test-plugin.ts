import { bundleOf } from '../../core/sandbox/test-support.ts';
import type { TestSchool, TestSystem } from '../../e2e/support/index.ts';
import { type PluginManifest, type PluginManifestInput, parseManifest } from '../../plugins/sdk/index.ts';
import { computeIntegrity } from '../../plugins/sdk/node.ts';
import { enableAddOn } from '../index.ts';
import { publishVersion } from '../worker.ts';

export type TestPlugin = { manifest: PluginManifest; code: string; sha256: string };

/** Publishes a plugin whose handler is `body`, JavaScript with `request` in it. */
export async function publishTestPlugin(
  system: TestSystem,
  id: string,
  body: string,
  more: Partial<PluginManifestInput> = {},
): Promise<TestPlugin> {
  const manifest = parseManifest({
    id,
    version: '1.0.0',
    engine: '^1.0.0',
    name: { en: id, ar: id },
    description: { en: 'A test.', ar: 'اختبار.' },
    publisher: { id: 'test', name: 'Test' },
    category: 'integration',
    icon: 'box',
    permissions: [],
    limits: 'job',
    ...more,
  });
  const code = bundleOf(body);
  const { sha256 } = computeIntegrity(manifest, code);
  await publishVersion(system.pool, { manifest, code, sha256 });
  return { manifest, code, sha256 };
}

/** Installs and switches a published plugin on in a school; answers the id of the install. */
export async function enableTestPlugin(
  system: TestSystem,
  school: TestSchool,
  pluginId: string,
): Promise<string> {
  await school.run(() => enableAddOn(system.payload, { pluginId, consent: 'all' }));
  const { rows } = await system.admin.query(
    'select i.id from plugin_installs i join plugins p on p.id = i.plugin_id where p.plugin_id = $1 and i.tenant_id = $2',
    [pluginId, school.tenant.id],
  );
  return String(rows[0].id);
}
