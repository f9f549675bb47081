import type { Bilingual } from '../contract/texts.ts';
import { CAPABILITY_NAMES } from './capability-names.ts';
import type { CallFacts, PluginContext, PluginDefinition } from './plugin.ts';

/** The one bridge that the cage offers: text in, the text of an envelope out. It never rejects. */
declare function __call(capability: string, args: string): Promise<string>;

type GuestRequest = { kind: string; name: string; input: unknown; settings: unknown; facts: CallFacts };
type Translations = Record<string, Bilingual>;
type Values = Record<string, string | number>;

const MAX_LOG_LETTERS = 600;

/**
 * Makes the function the cage calls, `__daftar.handle`, out of a plugin. Runs inside the cage; the build adds it.
 * Rejects for an entry the plugin does not have, and with whatever the handler throws.
 */
export function serve<Settings>(
  plugin: PluginDefinition<Settings>,
  translations: Translations = {},
): (request: GuestRequest) => Promise<unknown> {
  return async ({ kind, name, input, settings, facts }) => {
    const handler = findHandler(plugin, kind, name);
    if (handler === undefined) throw new Error(`The plugin has no ${kind} handler named ${name}.`);
    // The host parsed input and settings with the schemas that these types come from.
    return handler(input, createContext(settings as Settings, facts, translations));
  };
}

function findHandler<Settings>(
  plugin: PluginDefinition<Settings>,
  kind: string,
  name: string,
): ((input: unknown, context: PluginContext<Settings>) => unknown) | undefined {
  const tables: Record<string, object | undefined> = {
    event: plugin.events,
    schedule: plugin.schedules,
    endpoint: plugin.endpoints,
    action: plugin.actions,
    widget: plugin.widgets,
    page: plugin.pages,
    tab: plugin.tabs,
    migration: plugin.migrations,
  };
  const table = Object.hasOwn(tables, kind) ? tables[kind] : undefined;
  if (table === undefined || !Object.hasOwn(table, name)) return undefined;
  const handler: unknown = Reflect.get(table, name);
  return typeof handler === 'function' ? (handler as never) : undefined;
}

function createContext<Settings>(
  settings: Settings,
  facts: CallFacts,
  translations: Translations,
): PluginContext<Settings> {
  const log =
    (level: string) =>
    (message: string): void => {
      void __call('log', JSON.stringify({ level, message: String(message).slice(0, MAX_LOG_LETTERS) }));
    };
  const both = (key: string, values?: Values): Bilingual => {
    const known = Object.hasOwn(translations, key) ? translations[key] : undefined;
    if (known === undefined) throw new Error(`There is no translation ${key} in plugin.json.`);
    return { en: fill(known.en, values), ar: fill(known.ar, values) };
  };
  const groups: Record<string, Record<string, (input: unknown) => Promise<unknown>>> = {};
  for (const name of CAPABILITY_NAMES) {
    const [group = '', method = ''] = name.split('.');
    groups[group] ??= {};
    groups[group][method] = async (input) => JSON.parse(await __call(name, JSON.stringify(input)));
  }
  return {
    ...groups,
    ...facts,
    settings,
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    now: Date.now(),
    random: () => Math.random(),
    both,
    t: (key: string, values?: Values) => both(key, values)[facts.language],
  } as unknown as PluginContext<Settings>;
}

function fill(text: string, values: Values = {}): string {
  return text.replace(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (match, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : match,
  );
}
