// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in the cage.
export { answerEndpoint, type EndpointRequest } from './services/answer-endpoint.ts';
export { callPlugin, type PluginCall, type PluginHost } from './services/call-plugin.ts';
export { tickSchedules } from './services/clock-schedules.ts';
export { pluginHost } from './services/host-registry.ts';
export { type InstallStore, provideInstallStore } from './services/life/install-store.ts';
export { purgeInstalls } from './services/life/purge-installs.ts';
export { settleInstalls, suspendForFault } from './services/life/settle-installs.ts';
export { providePluginHost } from './services/provide-plugin-host.ts';
export { type BuiltVersion, publishVersion } from './services/publish-version.ts';
export { tickRollouts } from './services/releases/tick-rollouts.ts';
export { type Watch, watchRevocations } from './services/releases/watch-revocations.ts';
export { pluginRunner } from './services/run-plugins.ts';
export { scheduleRunner } from './services/run-schedules.ts';
export { mayUseSurfaces } from './services/surfaces.ts';
