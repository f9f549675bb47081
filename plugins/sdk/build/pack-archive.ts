import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { canonicalJson } from './canonical-json.ts';
import type { PackedPlugin } from './unpack-archive.ts';

/** Packs a release as a zip: the same release gives the same bytes, on every machine and at every time. */
export async function packArchive({ manifest, code, integrity }: PackedPlugin): Promise<Buffer> {
  const zip = new ZipFile();
  const texts = {
    'bundle.js': code,
    'integrity.json': canonicalJson(integrity),
    'plugin.json': canonicalJson(manifest),
  };
  // Zip keeps local time without a zone; a date made of local parts is the same text everywhere.
  for (const [name, text] of Object.entries(texts))
    zip.addBuffer(Buffer.from(text), name, {
      mtime: new Date(2020, 0, 1),
      mode: 0o100644,
      forceDosTimestamp: true,
    });
  zip.end();
  return buffer(zip.outputStream as Readable);
}
