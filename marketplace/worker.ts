// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in the cage.
export { answerEndpoint, type EndpointRequest } from './services/answer-endpoint.ts';
export { callPlugin, type PluginCall, type PluginHost } from './services/call-plugin.ts';
export { tickSchedules } from './services/clock-schedules.ts';
export { pluginHost, providePluginHost } from './services/host-registry.ts';
export { type BuiltVersion, publishVersion } from './services/publish-version.ts';
export { pluginRunner } from './services/run-plugins.ts';
export { scheduleRunner } from './services/run-schedules.ts';
