/**
 * What the platform needs to take in and check released plugins. Apart from node.ts: that one builds plugins, and whatever
 * brings a bundler along cannot become part of the panel.
 */

export { canonicalJson } from './build/canonical-json.ts';
export type { PluginIntegrity } from './build/integrity.ts';
export { computeIntegrity } from './build/integrity.ts';
export { scanCode } from './build/scan-code.ts';
export type { PackedPlugin } from './build/unpack-archive.ts';
export { MAX_PACKED_BYTES, unpackArchive } from './build/unpack-archive.ts';
