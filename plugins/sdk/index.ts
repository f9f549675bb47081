export * from './capabilities.ts';
export * from './events.ts';
export * from './manifest.ts';
export type {
  Answer,
  JsonValue,
  PluginContext,
  PluginDefinition,
  PluginHandler,
  PluginLog,
} from './plugin.ts';
export { definePlugin } from './plugin.ts';
export type { SettingsSchema } from './settings-schema.ts';
export { settingsSchema } from './settings-schema.ts';
export type { SmsParts } from './sms-parts.ts';
export { countSmsParts } from './sms-parts.ts';
