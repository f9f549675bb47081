import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { openPackage } from './open-package.ts';
import { readPackage } from './read-package.ts';
import { places, zipOf, zipTexts } from './testing/make-package.ts';
import { smallSchool } from './testing/small-school.ts';

const bytes = Buffer.from('propertyName,value\n');
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function codesOf(
  source: Uint8Array | string,
  limits?: Parameters<typeof openPackage>[1],
): Promise<unknown[]> {
  const opened = await openPackage(source, limits);
  if (opened.problems.some((problem) => problem.severity === 'error')) expect(opened.files.size).toBe(0);
  return places(opened.problems).map((place) => place[0]);
}

/** A zip whose only name is replaced, of the same length, in both headers: the writer refuses such names. */
async function zipNamed(name: string): Promise<Buffer> {
  const plain = 'n'.repeat(Buffer.byteLength(name));
  const zip = await zipOf([{ name: plain, bytes }]);
  return Buffer.from(zip.toString('latin1').replaceAll(plain, name), 'latin1');
}

/** Changes a number of the central directory: offset from its signature PK 01 02. */
function patchCentral(zip: Buffer, offset: number, value: number, size: 2 | 4): Buffer {
  const copy = Buffer.from(zip);
  const start = copy.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  if (size === 2) copy.writeUInt16LE(value, start + offset);
  else copy.writeUInt32LE(value, start + offset);
  return copy;
}

describe('openPackage with a zip', () => {
  it('should give the root files', async () => {
    const opened = await openPackage(await zipTexts({ 'manifest.csv': 'a', 'users.csv': 'b' }));
    expect(opened.problems).toEqual([]);
    const texts = [...opened.files].map(async ([name, file]) => [name, await text(file.read())]);
    expect(await Promise.all(texts)).toEqual([
      ['manifest.csv', 'a'],
      ['users.csv', 'b'],
    ]);
  });

  it.each([
    ['../users.csv', 'path-traversal'],
    ['a/../../b.csv', 'path-traversal'],
    ['..\\users.csv', 'path-traversal'],
    ['/etc/users.csv', 'path-absolute'],
    ['C:/users.csv', 'path-absolute'],
    ['\\\\host\\users', 'path-absolute'],
    ['us\0ers.csv', 'path-traversal'],
  ])('I2: should refuse the entry name %j', async (name, code) => {
    expect(await codesOf(await zipNamed(name))).toEqual([code]);
  });

  it('should accept one folder around everything with a warning, and nothing deeper', async () => {
    const one = await openPackage(await zipTexts({ 'export/manifest.csv': 'a', 'export/users.csv': 'b' }));
    expect([...one.files.keys()]).toEqual(['manifest.csv', 'users.csv']);
    expect(places(one.problems)).toEqual([['wrapping-folder', null, null, null]]);
    expect(await codesOf(await zipTexts({ 'manifest.csv': 'a', 'data/users.csv': 'b' }))).toEqual([
      'path-nested',
    ]);
    expect(await codesOf(await zipTexts({ 'a/manifest.csv': 'a', 'a/b/users.csv': 'b' }))).toContain(
      'path-nested',
    );
  });

  it('I2: should refuse links, doubled names, encrypted entries and unknown compression', async () => {
    expect(await codesOf(await zipOf([{ name: 'users.csv', bytes, mode: 0o120777 }]))).toEqual([
      'entry-link',
    ]);
    const twice = await zipOf([
      { name: 'users.csv', bytes },
      { name: 'Users.csv', bytes },
    ]);
    expect(await codesOf(twice)).toEqual(['file-duplicate']);
    const zip = await zipOf([{ name: 'users.csv', bytes }]);
    expect(await codesOf(patchCentral(zip, 8, zip.readUInt16LE(6) | 1, 2))).toEqual(['entry-encrypted']);
    expect(await codesOf(patchCentral(zip, 10, 93, 2))).toEqual(['entry-method']);
  });

  it('I4: should refuse bombs by ratio, file size, total size and number of entries', async () => {
    const zeros = Buffer.alloc(3 * 1024 * 1024);
    const bomb = await zipOf([{ name: 'users.csv', bytes: zeros }]);
    expect(await codesOf(bomb)).toEqual(['ratio-too-high']);
    expect(await codesOf(bomb, { maxFileBytes: 1000 })).toEqual(['file-too-large']);
    const two = await zipOf(['a.csv', 'b.csv'].map((name) => ({ name, bytes: Buffer.alloc(600, 'x') })));
    expect(await codesOf(two, { maxTotalBytes: 1000 })).toEqual(['package-too-large']);
    expect(await codesOf(two, { maxEntries: 1 })).toEqual(['too-many-entries']);
  });

  it('I4: should not believe a size that the directory makes smaller', async () => {
    const zip = await zipOf([{ name: 'users.csv', bytes: Buffer.alloc(200_000, 'ab') }]);
    expect(await codesOf(patchCentral(zip, 24, 10, 4))).toEqual(['zip-corrupt']);
  });

  it('should tell a damaged zip from something else', async () => {
    const zip = await zipTexts(smallSchool());
    expect(await codesOf(Buffer.from('sourcedId,status\n'.repeat(50)))).toEqual(['not-zip']);
    expect(await codesOf(Buffer.alloc(0))).toEqual(['not-zip']);
    expect(await codesOf(zip.subarray(0, zip.length - 40))).toEqual(['not-zip']);
    expect(await codesOf(patchCentral(zip, 16, 12345, 4))).toEqual(['zip-corrupt']);
    expect(await codesOf(await zipOf([]))).toEqual(['package-empty']);
    expect(await codesOf('/nowhere/package.zip')).toEqual(['source-missing']);
  });

  it('should ignore what operating systems add', async () => {
    const opened = await openPackage(
      await zipTexts({ 'users.csv': 'a', '__MACOSX/._users.csv': 'b', '.DS_Store': 'c' }),
    );
    expect([...opened.files.keys()]).toEqual(['users.csv']);
    expect(places(opened.problems)).toEqual([['system-files-ignored', null, null, null]]);
  });
});

describe('openPackage with a folder', () => {
  async function makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'oneroster-'));
    folders.push(folder);
    return folder;
  }

  it('should read files and refuse links and deeper folders', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'users.csv'), 'a');
    expect([...(await openPackage(folder)).files.keys()]).toEqual(['users.csv']);
    await symlink('/etc/passwd', join(folder, 'orgs.csv'));
    expect(await codesOf(folder)).toEqual(['entry-link']);
    await rm(join(folder, 'orgs.csv'));
    await mkdir(join(folder, 'x/y'), { recursive: true });
    expect(await codesOf(folder)).toEqual(['path-nested']);
    expect(await codesOf(await makeFolder())).toEqual(['package-empty']);
  });
});

describe('arbitrary input', () => {
  it('should never throw for arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (input) => {
        expect((await readPackage(input)).package).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  it('should never throw for a zip with changed bytes', async () => {
    const zip = await zipTexts(smallSchool());
    const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const copy = Buffer.from(zip);
        for (const [position, value] of changes) copy[position] = value;
        const report = await readPackage(copy);
        expect(report.package === null).toBe(report.counts.errors > 0);
      }),
      { numRuns: 150 },
    );
  });
});
