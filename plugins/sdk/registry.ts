/** What takes releases in: reads archives and code of others. Apart from node.ts, so that no bundler comes along with it. */

export { scanCode } from './build/scan-code.ts';
export type { PackedPlugin } from './build/unpack-archive.ts';
export { unpackArchive } from './build/unpack-archive.ts';
