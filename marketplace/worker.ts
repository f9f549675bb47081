// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in the cage.
export { callPlugin, type PluginCall, type PluginHost } from './services/call-plugin.ts';
export { tickSchedules } from './services/clock-schedules.ts';
export { providePluginHost } from './services/provide-plugin-host.ts';
export { type BuiltVersion, publishVersion } from './services/publish-version.ts';
export { pluginRunner } from './services/run-plugins.ts';
export { scheduleRunner } from './services/run-schedules.ts';
