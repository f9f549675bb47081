import type { Answer, PluginContext, PluginDefinition, PluginHandler } from './plugin.ts';

/** The one bridge that the cage offers: text in, the text of an envelope out. It never rejects. */
declare function __call(capability: string, args: string): Promise<string>;

type GuestRequest = { kind: string; name: string; input: unknown; settings: unknown };

const MAX_LOG_LETTERS = 600;

/**
 * Makes the function the cage calls, `__daftar.handle`, out of a plugin. Runs inside the cage; the build adds it.
 * Rejects for an entry the plugin does not have, and with whatever the handler throws.
 */
export function serve<Settings>(
  plugin: PluginDefinition<Settings>,
): (request: GuestRequest) => Promise<unknown> {
  return async ({ kind, name, input, settings }) => {
    const handler = findHandler(plugin, kind, name);
    if (handler === undefined) throw new Error(`The plugin has no ${kind} handler named ${name}.`);
    // The host parsed input and settings with the schemas that these types come from.
    return handler(input as never, createContext(settings as Settings));
  };
}

function findHandler<Settings>(
  plugin: PluginDefinition<Settings>,
  kind: string,
  name: string,
): PluginHandler<never, Settings> | undefined {
  const tables: Record<string, object | undefined> = {
    event: plugin.events,
    schedule: plugin.schedules,
    endpoint: plugin.endpoints,
    action: plugin.actions,
  };
  const table = Object.hasOwn(tables, kind) ? tables[kind] : undefined;
  if (table === undefined || !Object.hasOwn(table, name)) return undefined;
  const handler: unknown = Reflect.get(table, name);
  return typeof handler === 'function' ? (handler as PluginHandler<never, Settings>) : undefined;
}

function createContext<Settings>(settings: Settings): PluginContext<Settings> {
  const log =
    (level: string) =>
    (message: string): void => {
      void __call('log', JSON.stringify({ level, message: String(message).slice(0, MAX_LOG_LETTERS) }));
    };
  return {
    settings,
    guardians: { read: (input) => ask('guardians.read', input) },
    students: { read: (input) => ask('students.read', input) },
    sms: { send: (input) => ask('sms.send', input) },
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    now: Date.now(),
    random: () => Math.random(),
  };
}

async function ask<T>(capability: string, input: unknown): Promise<Answer<T>> {
  return JSON.parse(await __call(capability, JSON.stringify(input))) as Answer<T>;
}
