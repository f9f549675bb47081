import { createHash } from 'node:crypto';
import type { Json, Supervisor } from '../../../core/sandbox/cage.ts';
import { type BuiltPlugin, buildPlugin, bundleHandlerList } from '../build/build-plugin.ts';
import { scanCode } from '../build/scan-code.ts';
import type { PluginManifest } from '../contract/manifest.ts';
import { declaredOf, type EntryKind } from './surfaces.ts';

/** Tables of a plugin’s definition, and the kind of entry each serves. */
const TABLES: Readonly<Record<string, EntryKind>> = {
  events: 'event',
  schedules: 'schedule',
  endpoints: 'endpoint',
  actions: 'action',
  widgets: 'widget',
  pages: 'page',
  tabs: 'tab',
  migrations: 'migration',
};

export type CheckedPlugin = { plugin: BuiltPlugin; problems: string[] };

/**
 * Everything that is checked before a plugin is published: it builds, its code is honest about what it uses, and the
 * manifest and the code name the same handlers. Problems say what to change; throws when the plugin does not build.
 */
export async function checkPlugin(folder: string, supervisor: Supervisor): Promise<CheckedPlugin> {
  const plugin = await buildPlugin(folder, { write: false });
  const scanned = scanCode(plugin.manifest, plugin.code).map(({ message }) => message);
  const handlers = await listHandlers(folder, supervisor, plugin.manifest);
  const problems = typeof handlers === 'string' ? [handlers] : compareHandlers(plugin.manifest, handlers);
  return { plugin, problems: [...scanned, ...problems] };
}

/** Names of the handlers in the code, by table; or why they cannot be listed. */
async function listHandlers(
  folder: string,
  supervisor: Supervisor,
  manifest: PluginManifest,
): Promise<Record<string, string[]> | string> {
  const code = await bundleHandlerList(folder);
  const outcome = await supervisor.run(
    {
      callId: 'list-handlers',
      tenantId: 'demo-school',
      installId: 'list-handlers',
      pluginId: manifest.id,
      version: manifest.version,
      bundle: { code, sha256: createHash('sha256').update(code).digest('hex') },
      entry: { kind: 'event', name: 'list' },
      input: null,
      settings: {},
      facts: {},
      limitClass: 'interactive',
      now: 0,
      seed: 1,
    },
    async () => ({ ok: false, code: 'capability_not_granted', message: 'Only handlers are listed.' }),
  );
  if (!outcome.ok)
    return `The code does not start in the cage (${outcome.code}): ${outcome.message} Export a plugin made by definePlugin from src/index.ts.`;
  return outcome.result as Record<string, Json> as Record<string, string[]>;
}

function compareHandlers(manifest: PluginManifest, handlers: Record<string, string[]>): string[] {
  const unknown = Object.keys(handlers)
    .filter((table) => !Object.hasOwn(TABLES, table))
    .map(
      (table) =>
        `The plugin has ${table}, which the platform does not know. There are: ${Object.keys(TABLES).join(', ')}.`,
    );
  const differences = Object.entries(TABLES).flatMap(([table, kind]) => {
    const declared = declaredOf(manifest, kind).map(({ name }) => name);
    const written = handlers[table] ?? [];
    return [
      ...declared
        .filter((name) => !written.includes(name))
        .map(
          (name) =>
            `plugin.json declares ${table} ${name} and the code has no handler for it. Write ${table}['${name}'], or take it out.`,
        ),
      ...written
        .filter((name) => !declared.includes(name))
        .map(
          (name) =>
            `The code has a handler ${table}['${name}'] that plugin.json does not declare: it would never run. Add it to "${table}", or take it out.`,
        ),
    ];
  });
  return [...unknown, ...differences];
}
