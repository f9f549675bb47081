export type { ActionAnswer, Block, BlocksAnswer, EndpointAnswer } from './contract/blocks.ts';
export { actionAnswer, block, blocks, blocksAnswer, endpointAnswer } from './contract/blocks.ts';
export type { CapabilityContract } from './contract/capabilities/shared.ts';
export type {
  AttendanceRecord,
  CapabilityInput,
  CapabilityName,
  CapabilityOutput,
  GuardianRecord,
  ResultRecord,
  StudentRecord,
} from './contract/capabilities/table.ts';
export {
  CAPABILITIES,
  COMMON_CODES,
  capabilityContract,
  PERMISSIONS,
} from './contract/capabilities/table.ts';
export { compareVersions, ENGINE_VERSION, isVersion, runsOnEngine } from './contract/engine.ts';
export type {
  AbsenceRecordedEvent,
  EventContract,
  PluginEvent,
  PluginEventOf,
  PluginEvents,
  PluginEventType,
} from './contract/events/catalogue.ts';
export { EVENTS, OWN_EVENTS, PLUGIN_EVENT_TYPES } from './contract/events/catalogue.ts';
export type { PluginManifest, PluginManifestInput } from './contract/manifest.ts';
export { parseManifest, pluginManifest } from './contract/manifest.ts';
export { PLATFORM_METERS } from './contract/manifest-rules.ts';
export type { ConsentChange, ConsentDifference, ConsentSet } from './contract/permission-diff.ts';
export { consentSetOf, diffConsent } from './contract/permission-diff.ts';
export type { SettingsSchema } from './contract/settings-schema.ts';
export { settingsSchema } from './contract/settings-schema.ts';
export type { ActionInput, EndpointInput, PageInput, ScheduleInput, TabInput } from './contract/surfaces.ts';
export { EXTENDABLE_COLLECTIONS } from './contract/surfaces.ts';
export type { Bilingual, JsonValue, ShownText } from './contract/texts.ts';
export type {
  Answer,
  CallFacts,
  MigrationData,
  PluginContext,
  PluginDefinition,
  PluginLog,
} from './guest/plugin.ts';
export { definePlugin } from './guest/plugin.ts';
export type { SmsParts } from './guest/sms-parts.ts';
export { countSmsParts } from './guest/sms-parts.ts';
