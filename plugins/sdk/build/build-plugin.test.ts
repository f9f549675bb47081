import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseManifest, pluginManifest } from '../contract/manifest.ts';
import { buildPlugin } from './build-plugin.ts';
import { computeIntegrity } from './integrity.ts';

const MANIFEST = {
  id: 'qa.test.sample',
  version: '1.0.0',
  engine: '>=0.1.0',
  name: { en: 'Sample', ar: 'مثال' },
  description: { en: 'A sample.', ar: 'مثال.' },
  publisher: { id: 'test', name: 'Test' },
  category: 'integration',
  icon: 'box',
  permissions: [],
};
const ENTRY = "import { definePlugin } from '@daftar/sdk';\nexport const plugin = definePlugin({});\n";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plugin-'));
  folders.push(folder);
  await mkdir(join(folder, 'src'));
  for (const [name, text] of Object.entries({ 'plugin.json': JSON.stringify(MANIFEST), ...files })) {
    await writeFile(join(folder, name), text);
  }
  return folder;
}

describe('buildPlugin', { timeout: 30_000 }, () => {
  test('should give the same bytes in another folder, and write them', async () => {
    const first = await folderWith({ 'src/index.ts': ENTRY });
    const second = await folderWith({ 'src/index.ts': ENTRY });
    const built = await buildPlugin(first);
    const again = await buildPlugin(second);
    expect(built.code).toBe(again.code);
    expect(built.sha256).toBe(again.sha256);
    expect(built.packed.equals(again.packed)).toBe(true);
    expect(built.code).not.toContain(first);
    expect(await readFile(join(first, 'dist/bundle.js'), 'utf8')).toBe(built.code);
    const written: unknown = JSON.parse(await readFile(join(first, 'dist/plugin.json'), 'utf8'));
    expect(computeIntegrity(written, built.code)).toEqual(built.integrity);
    expect(JSON.parse(await readFile(join(first, 'dist/integrity.json'), 'utf8'))).toEqual(built.integrity);
  });

  test('should change the digest with the manifest and with the code', () => {
    const base = computeIntegrity(MANIFEST, 'a');
    expect(computeIntegrity({ ...MANIFEST, version: '1.0.1' }, 'a').sha256).not.toBe(base.sha256);
    expect(computeIntegrity(MANIFEST, 'b').sha256).not.toBe(base.sha256);
    expect(computeIntegrity(Object.fromEntries(Object.entries(MANIFEST).reverse()), 'a')).toEqual(base);
  });

  test.each([
    "import 'node:fs';",
    "import 'zod';",
    "import '../../../../etc/hostname';",
    "import '/etc/hostname';",
    "import 'daftar:runtime';",
    "import './missing.ts';",
    "void import('node:fs');",
  ])('should refuse %s', async (line) => {
    const folder = await folderWith({ 'src/index.ts': ENTRY, 'src/other.ts': line });
    await writeFile(join(folder, 'src/index.ts'), `import './other.ts';\n${ENTRY}`);
    await expect(buildPlugin(folder)).rejects.toThrow(/may import only|There is no file/);
  });

  test('R10: should refuse a link that leads out of the folder', async () => {
    const outside = await folderWith({ 'secret.ts': 'export const secret = 1;' });
    const folder = await folderWith({
      'src/index.ts': `import { secret } from './link.ts';\nconsole.log(secret);\n${ENTRY}`,
    });
    await symlink(join(outside, 'secret.ts'), join(folder, 'src/link.ts'));
    await expect(buildPlugin(folder)).rejects.toThrow(/may import only/);
  });

  test('should refuse more than 256 KB packed', async () => {
    const noise = randomBytes(300_000).toString('hex');
    const folder = await folderWith({
      'src/index.ts': `${ENTRY}export const noise = '${noise}'; globalThis.x = noise;`,
    });
    await expect(buildPlugin(folder, { write: false })).rejects.toThrow(/at most 262144/);
  });
});

describe('the manifest', () => {
  test('should accept the smallest one and fill in the defaults', () => {
    expect(parseManifest(MANIFEST)).toMatchObject({ egress: [], limits: 'interactive', meters: [] });
  });

  test.each([
    [{ extra: 1 }],
    [{ id: 'sms' }],
    [{ version: '1.0' }],
    [{ name: { en: 'Only English' } }],
    [{ permissions: [{ capability: 'money.take', purpose: { en: 'x', ar: 'x' } }] }],
    [
      {
        permissions: [{ capability: 'guardians.read', fields: ['password'], purpose: { en: 'x', ar: 'x' } }],
      },
    ],
    [{ permissions: [{ capability: 'guardians.read', purpose: { en: 'x', ar: 'x' } }] }],
    [{ permissions: [1, 2].map(() => ({ capability: 'sms.send', purpose: { en: 'x', ar: 'x' } })) }],
    [{ egress: [{ host: '127.0.0.1', purpose: { en: 'x', ar: 'x' } }] }],
    [{ egress: [{ host: '*.*.example.com', purpose: { en: 'x', ar: 'x' } }] }],
    [{ egress: [{ host: 'example.com.', purpose: { en: 'x', ar: 'x' } }] }],
    [{ egress: [{ host: 'https://example.com', purpose: { en: 'x', ar: 'x' } }] }],
    [{ events: [{ name: 'attendance.unknown' }] }],
    [
      {
        settings: {
          type: 'object',
          properties: { a: { type: 'string', title: 'A' } },
          additionalProperties: false,
        },
      },
    ],
    [{ settings: { type: 'object', properties: {}, additionalProperties: true } }],
    [{ limits: 'unlimited' }],
  ])('should refuse %j', (change) => {
    expect(pluginManifest.safeParse({ ...MANIFEST, ...change }).success).toBe(false);
  });

  test('should name every problem with its path', () => {
    expect(() => parseManifest({ ...MANIFEST, version: 'x', icon: 'No' })).toThrow(/version: .*\nicon: /);
  });
});
