/** The part of the SDK that needs Node: for the command line, the registry and the host's start. */

export type { BuiltPlugin } from './build/build-plugin.ts';
export { buildPlugin, readManifest } from './build/build-plugin.ts';
export { canonicalJson } from './build/canonical-json.ts';
export type { PluginIntegrity } from './build/integrity.ts';
export { computeIntegrity } from './build/integrity.ts';
export { scanCode } from './build/scan-code.ts';
export type { PackedPlugin } from './build/unpack-archive.ts';
export { MAX_PACKED_BYTES } from './build/unpack-archive.ts';
