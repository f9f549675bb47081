import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise } from 'yauzl';
import type { PluginManifest } from '../contract/manifest.ts';
import { parseManifest } from '../contract/manifest.ts';
import { canonicalJson } from './canonical-json.ts';
import { computeIntegrity, type PluginIntegrity } from './integrity.ts';

export const MAX_PACKED_BYTES = 256 * 1024;
export const MAX_MANIFEST_BYTES = 64 * 1024;
/** As the cage has it: what is larger never runs. */
const MAX_CODE_BYTES = 1024 * 1024;

/** The only names an archive may have, with the most bytes of each: a name that leads anywhere else is not one of them. */
const ENTRIES: Readonly<Record<string, number>> = {
  'bundle.js': MAX_CODE_BYTES,
  'integrity.json': 1024,
  'plugin.json': MAX_MANIFEST_BYTES,
};

/** A release: what is published, installed and run. */
export type PackedPlugin = { manifest: PluginManifest; code: string; integrity: PluginIntegrity };

/**
 * Reads an archive that anybody may have sent. Nothing is written to disk. Throws an Error that says what is wrong: too
 * large, a name that does not belong, a link, a size that lies, a manifest that is not valid, or digests that are not
 * those of the content.
 */
export async function unpackArchive(bytes: Buffer): Promise<PackedPlugin> {
  if (bytes.length > MAX_PACKED_BYTES)
    throw new Error(`The archive has ${bytes.length} bytes; at most ${MAX_PACKED_BYTES} are allowed.`);
  const files = await readEntries(bytes);
  const textOf = (name: string): string => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`The archive has no ${name}. Make it with "daftar-plugin pack".`);
    return file;
  };
  const manifest = parseManifest(parseJson(textOf('plugin.json'), 'plugin.json'));
  const code = textOf('bundle.js');
  const integrity = computeIntegrity(manifest, code);
  if (canonicalJson(parseJson(textOf('integrity.json'), 'integrity.json')) !== canonicalJson(integrity))
    throw new Error('The digests in integrity.json are not those of the content. Pack the plugin again.');
  return { manifest, code, integrity };
}

async function readEntries(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(bytes, { strictFileNames: true }).catch(() => {
    throw new Error('The archive is not a zip file.');
  });
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const limit = judgeEntry(entry, files);
    const content = await readUpTo(await zip.openReadStreamPromise(entry), limit, entry.fileName);
    files.set(entry.fileName, new TextDecoder('utf-8', { fatal: true }).decode(content));
  }
  return files;
}

/** The most bytes the entry may have. Throws for one that has no place in an archive. */
function judgeEntry(entry: Entry, files: Map<string, string>): number {
  const name = entry.fileName;
  const limit = Object.hasOwn(ENTRIES, name) ? ENTRIES[name] : undefined;
  const refuse = (reason: string): never => {
    throw new Error(`The archive has the entry ${JSON.stringify(name.slice(0, 100))}, ${reason}.`);
  };
  if (limit === undefined)
    return refuse(`which has no place in it (${Object.keys(ENTRIES).join(', ')} have)`);
  if (files.has(name)) refuse('and has it twice');
  const type = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (type !== 0 && type !== 0o100000) refuse('which is a link or no plain file');
  if (entry.isEncrypted()) refuse('which is encrypted');
  if (entry.uncompressedSize > limit) refuse(`which has more than ${limit} bytes`);
  return limit;
}

/** Counts again while unpacking: what the directory says of the size may be a lie. */
async function readUpTo(stream: Readable, limit: number, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Error(`${name} has more than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} is not JSON.`);
  }
}
