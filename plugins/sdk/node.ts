/** The part of the SDK that needs Node: for the command line, the registry and the host's start. */

export type { BuiltPlugin } from './build.ts';
export { buildPlugin, MAX_PACKED_BYTES, readManifest } from './build.ts';
export { canonicalJson } from './canonical-json.ts';
export type { PluginIntegrity } from './integrity.ts';
export { computeIntegrity } from './integrity.ts';
