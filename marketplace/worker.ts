// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in the cage.
export { callPlugin, type PluginCall, type PluginHost } from './services/call-plugin.ts';
export { providePluginHost } from './services/host-registry.ts';
export { type BuiltVersion, publishVersion } from './services/publish-version.ts';
export { anchorReceipts } from './services/receipts/anchor-receipts.ts';
export { type ChainReport, verifyReceipts } from './services/receipts/verify-receipts.ts';
export { expireReplays } from './services/replay/read-replay.ts';
export { pluginRunner } from './services/run-plugins.ts';
