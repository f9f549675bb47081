// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in the cage.
export { answerEndpoint, type EndpointRequest } from './services/answer-endpoint.ts';
export { callPlugin, type PluginCall, type PluginHost } from './services/call-plugin.ts';
export { tickSchedules } from './services/clock-schedules.ts';
export { pluginHost } from './services/host-registry.ts';
export { platformKeys } from './services/life/certificate.ts';
export { type CertificateVerdict, checkCertificate } from './services/life/check-certificate.ts';
export { type InstallStore, provideInstallStore } from './services/life/install-store.ts';
export { purgeInstalls } from './services/life/purge-installs.ts';
export { settleInstalls, suspendForFault } from './services/life/settle-installs.ts';
export { providePluginHost } from './services/provide-plugin-host.ts';
export { type BuiltVersion, publishVersion } from './services/publish-version.ts';
export { anchorReceipts } from './services/receipts/anchor-receipts.ts';
export { type ChainReport, verifyReceipts } from './services/receipts/verify-receipts.ts';
export { listReleases } from './services/releases/list-releases.ts';
export { signOldReleases } from './services/releases/sign-release.ts';
export { type RolloutAction, steerRollout } from './services/releases/steer-rollout.ts';
export { tickRollouts } from './services/releases/tick-rollouts.ts';
export { changeVersionState } from './services/releases/version-states.ts';
export { type Watch, watchRevocations } from './services/releases/watch-revocations.ts';
export { expireReplays } from './services/replay/read-replay.ts';
export { resealSettings } from './services/reseal-settings.ts';
export { pluginRunner } from './services/run-plugins.ts';
export { scheduleRunner } from './services/run-schedules.ts';
export { mayUseSurfaces } from './services/surfaces.ts';
