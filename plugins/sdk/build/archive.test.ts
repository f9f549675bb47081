import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { parseManifest } from '../contract/manifest.ts';
import { SMALLEST_MANIFEST } from '../contract-docs/manifest-rules.ts';
import { computeIntegrity } from './integrity.ts';
import { packArchive } from './pack-archive.ts';
import { MAX_PACKED_BYTES, unpackArchive } from './unpack-archive.ts';

const manifest = parseManifest(SMALLEST_MANIFEST);
const code = 'var __daftar = { handle: async () => null };';
const release = { manifest, code, integrity: computeIntegrity(manifest, code) };

/** The files of a good archive, changed: `undefined` leaves one out. */
async function zipWith(
  changes: Record<string, string | Buffer | undefined>,
  options: { mode?: number } = {},
): Promise<Buffer> {
  const files: Record<string, string | Buffer | undefined> = {
    'plugin.json': JSON.stringify(manifest),
    'bundle.js': code,
    'integrity.json': JSON.stringify(release.integrity),
    ...changes,
  };
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files))
    if (content !== undefined) zip.addBuffer(Buffer.from(content), name, { mode: options.mode ?? 0o100644 });
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** Another name of the same length, past the checks of the library that writes. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

describe('archives of plugins', () => {
  test('should give the same bytes in every time zone, and the release back', async () => {
    const zone = process.env.TZ;
    const here = await packArchive(release);
    process.env.TZ = 'Pacific/Kiritimati';
    const there = await packArchive(release);
    process.env.TZ = zone;
    expect(there.equals(here)).toBe(true);
    expect(await unpackArchive(here)).toEqual(release);
  });

  test.each([
    ['what is no zip', () => Promise.resolve(Buffer.from('PK no zip')), /not a zip/],
    ['what is too large', () => Promise.resolve(Buffer.alloc(MAX_PACKED_BYTES + 1)), /at most 262144/],
    ['a missing file', () => zipWith({ 'bundle.js': undefined }), /has no bundle.js/],
    ['a file that does not belong', () => zipWith({ 'install.sh': 'rm' }), /no place in it/],
    ['a name of the prototype', () => zipWith({ constructor: 'x' }), /no place in it/],
    [
      'a path out of the folder',
      async () => renamed(await zipWith({ 'aaaaaa/x.js': 'x' }), 'aaaaaa/x.js', '../../etc/x'),
      /relative path|no place/,
    ],
    [
      'an absolute path',
      async () => renamed(await zipWith({ 'aaa/x.js': 'x' }), 'aaa/x.js', '/etc/pas'),
      /absolute path|no place/,
    ],
    [
      'a file twice',
      async () => renamed(await zipWith({ 'bundle.jx': 'x' }), 'bundle.jx', 'bundle.js'),
      /has it twice/,
    ],
    ['a link', () => zipWith({}, { mode: 0o120777 }), /link/],
    ['a folder', () => zipWith({}, { mode: 0o040755 }), /link or no plain file/],
    ['a bomb', () => zipWith({ 'bundle.js': Buffer.alloc(200_000_000) }), /more than 1048576 bytes/],
    ['a manifest of 100 KB', () => zipWith({ 'plugin.json': ' '.repeat(100_000) }), /more than 65536 bytes/],
    ['a manifest that is not valid', () => zipWith({ 'plugin.json': '{}' }), /not valid/],
    ['a manifest that is no JSON', () => zipWith({ 'plugin.json': '{' }), /not JSON/],
    ['code that was changed', () => zipWith({ 'bundle.js': `${code} ` }), /not those of the content/],
    ['bytes that are no text', () => zipWith({ 'bundle.js': Buffer.from([0xff, 0xfe]) }), /./],
  ])('should refuse %s', async (_name, make, reason) => {
    await expect(unpackArchive(await make())).rejects.toThrow(reason);
  });

  test('should count the bytes itself when the directory lies about them', async () => {
    const zip = await zipWith({ 'bundle.js': Buffer.alloc(3_000_000) });
    const lie = Buffer.from(zip);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(3_000_000);
    for (let at = lie.indexOf(size); at !== -1; at = lie.indexOf(size, at + 4)) lie.writeUInt32LE(10, at);
    await expect(unpackArchive(lie)).rejects.toThrow();
  });
});
