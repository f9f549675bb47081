import { upgradeInstall } from '../../../marketplace/services/life/upgrade-install.ts';
import { publishTestPlugin } from '../../../marketplace/testing/publish-test-plugin.ts';
import { everything, type Platform, type PlatformCase, type PlatformGroup } from './platform.ts';

const KEEPS =
  "return JSON.parse(await __call('kv.set', JSON.stringify({ key: 'kept', value: 'before' }))).ok;";

/** Upgrades an install to a version whose migration misbehaves; its data must be what it was. */
function migration(name: string, body: string, limitClass: 'report' | 'none' = 'report'): PlatformCase {
  return {
    name,
    limitClass,
    expected: ['plugin.migration_failed'],
    run: (platform) => upgrade(platform, body),
  };
}

async function upgrade(platform: Platform, body: string): Promise<string> {
  const { a, system, stage, store } = platform;
  const pluginId = await platform.install(KEEPS);
  const kept = await platform.call(a, pluginId, null);
  if (!kept.ok || kept.result !== true) throw new Error('The plugin kept nothing.');
  const state = async () =>
    JSON.stringify(
      (
        await system.admin.query(
          `select v.version, i.state, (select json_agg(k.value order by k.key) from plugin_kv k where k.install_id = i.id) as kv
             from plugin_installs i join plugins p on p.id = i.plugin_id join plugin_versions v on v.id = i.version_id
            where p.plugin_id = $1 and i.tenant_id = $2`,
          [pluginId, a.tenant.id],
        )
      ).rows,
    );
  const before = await state();
  await publishTestPlugin(system, pluginId, body, {
    ...everything(),
    version: '2.0.0',
    migrations: [
      { to: '1.5.0', name: 'first' },
      { to: '2.0.0', name: 'second' },
    ],
  });
  let code = 'upgraded';
  try {
    await a.run(() =>
      upgradeInstall(
        { pool: system.pool, supervisor: stage.supervisor, store },
        { pluginId, version: '2.0.0', actor: { kind: 'system' } as never, kind: 'manual' },
      ),
    );
  } catch (error) {
    code = (error as { code?: string }).code ?? String(error);
  }
  if (!before.includes('before') || (await state()) !== before) throw new Error('The data was changed.');
  return code;
}

/** Migrations of a plugin's data that do not do what migrations do. */
export const MIGRATIONS: PlatformGroup = {
  group: 'Migrations',
  cases: [
    migration('migration that loops', 'for (;;) {}'),
    migration(
      'migration that leaves its namespace',
      'return { ...request.input, records: { students: { a: { x: 1 } } } };',
    ),
    migration('migration that writes keys outside', "return { ...request.input, kv: { '../../x': 1 } };"),
    migration('migration that answers more than data', 'return { ...request.input, tenantId: 1 };'),
    migration(
      'migration that fails half-way',
      "if (request.name === 'second') throw new Error('half-way'); return { ...request.input, kv: { kept: 'after' } };",
    ),
    migration(
      'migration that asks the host',
      "const answer = JSON.parse(await __call('kv.set', JSON.stringify({ key: 'kept', value: 'after' }))); if (!answer.ok) throw new Error(answer.code); return request.input;",
    ),
  ],
};
