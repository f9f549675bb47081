import { generateKeyPairSync, sign } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { publishTestPlugin } from '../../../marketplace/testing/publish-test-plugin.ts';
import { packArchive } from '../../../plugins/sdk/build/pack-archive.ts';
import { unpackArchive } from '../../../plugins/sdk/build/unpack-archive.ts';
import { parseManifest } from '../../../plugins/sdk/index.ts';
import { computeIntegrity } from '../../../plugins/sdk/node.ts';
import { bundleOf } from '../bundle.ts';
import type { PlatformCase, PlatformGroup } from './platform.ts';

const manifest = parseManifest({
  id: 'qa.hostile.packed',
  version: '1.0.0',
  engine: '^1.0.0',
  name: { en: 'Packed', ar: 'محزوم' },
  description: { en: 'A test.', ar: 'اختبار.' },
  publisher: { id: 'test', name: 'Test' },
  category: 'integration',
  icon: 'box',
  permissions: [],
});
const code = bundleOf('return 1;');
const good = () => packArchive({ manifest, code, integrity: computeIntegrity(manifest, code) });

type Change = (zip: ZipFile) => void;

/** An archive made by hand; `change` puts entries in. */
async function zipOf(change: Change): Promise<Buffer> {
  const zip = new ZipFile();
  change(zip);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** An archive that must be refused, before anything of it is kept. */
function archive(name: string, make: () => Promise<Buffer>): PlatformCase {
  return {
    name,
    limitClass: 'none',
    expected: ['refused'],
    async run() {
      await unpackArchive(await good());
      try {
        await unpackArchive(await make());
      } catch {
        return 'refused';
      }
      return 'taken';
    },
  };
}

/** A release in the catalogue whose signature somebody exchanged, in the database itself; it must not run. */
function signature(
  name: string,
  forge: (known: { text: string; other: string }) => string | null,
): PlatformCase {
  return {
    name,
    limitClass: 'job',
    expected: ['signature_invalid'],
    async run(platform) {
      const [pluginId, otherId] = [await platform.install('return 1;'), await platform.install('return 2;')];
      const read = async (id: string) =>
        (
          await platform.system.admin.query(
            'select v.id, v.sha256, v.signature from plugin_versions v join plugins p on p.id = v.plugin_id where p.plugin_id = $1',
            [id],
          )
        ).rows[0];
      const release = await read(pluginId);
      const forged = forge({
        text: `daftar-release-1\n${pluginId}\n1.0.0\n${release.sha256}\n`,
        other: (await read(otherId)).signature,
      });
      const before = await platform.call(platform.a, pluginId, null);
      if (!before.ok) return before.code;
      await platform.system.admin.query('update plugin_versions set signature = $2 where id = $1', [
        release.id,
        forged,
      ]);
      const outcome = await platform.call(platform.a, pluginId, null);
      return outcome.ok ? 'ok' : outcome.code;
    },
  };
}

const replaceAll = (bytes: Buffer, from: string, to: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');

/** Archives and releases that are not what they say. */
export const PACKING: PlatformGroup = {
  group: 'Packing and publishing',
  cases: [
    signature('wrong signature, by another key', ({ text }) =>
      sign(null, Buffer.from(text), generateKeyPairSync('ed25519').privateKey).toString('base64'),
    ),
    signature('wrong signature, of another release', ({ other }) => other),
    signature('wrong signature, which is none', () => null),
    archive('zip-slip', async () =>
      replaceAll(
        await zipOf((zip) => zip.addBuffer(Buffer.from('x'), 'aa/bundle.js')),
        'aa/bundle.js',
        '../bundle.js',
      ),
    ),
    archive('zip-slip with an absolute name', async () =>
      replaceAll(
        await zipOf((zip) => zip.addBuffer(Buffer.from('x'), 'a/plugin.json')),
        'a/plugin.json',
        '//plugin.json',
      ),
    ),
    archive('symlink', async () =>
      zipOf((zip) => {
        zip.addBuffer(Buffer.from('/etc/passwd'), 'bundle.js', { mode: 0o120777 });
        zip.addBuffer(Buffer.from('{}'), 'plugin.json');
        zip.addBuffer(Buffer.from('{}'), 'integrity.json');
      }),
    ),
    archive('1 GB zip', async () => {
      // As much as fits into 256 KB packed: nulls, a thousand to one. The size that it states is made a lie.
      const bytes = await zipOf((zip) => zip.addReadStream(nulls(200), 'bundle.js'));
      if (bytes.length > 256 * 1024) throw new Error('It would be refused by its size alone.');
      return bytes;
    }),
    archive('1 GB zip that states less', async () => {
      const size = 200 * 2 ** 20;
      const bytes = await zipOf((zip) => zip.addReadStream(nulls(200), 'bundle.js'));
      const stated = Buffer.alloc(4);
      stated.writeUInt32LE(size);
      const lie = Buffer.alloc(4);
      lie.writeUInt32LE(1000);
      return replaceAll(bytes, stated.toString('latin1'), lie.toString('latin1'));
    }),
    archive('a zip of more than 256 KB', async () =>
      zipOf((zip) => zip.addBuffer(Buffer.alloc(300_000), 'bundle.js', { compress: false })),
    ),
    archive('10 MB manifest', async () =>
      zipOf((zip) => {
        zip.addBuffer(Buffer.from(`${JSON.stringify(manifest)}${' '.repeat(10_000_000)}`), 'plugin.json');
        zip.addBuffer(Buffer.from(code), 'bundle.js');
        zip.addBuffer(Buffer.from('{}'), 'integrity.json');
      }),
    ),
    archive('digests of other content', async () =>
      packArchive({ manifest, code: bundleOf('return 2;'), integrity: computeIntegrity(manifest, code) }),
    ),
    archive('the same entry twice', async () =>
      zipOf((zip) => {
        for (const name of ['bundle.js', 'bundle.js', 'plugin.json', 'integrity.json'])
          zip.addBuffer(Buffer.from('{}'), name);
      }),
    ),
    {
      name: 'same version with other content',
      limitClass: 'none',
      expected: ['plugin.integrity'],
      async run({ system }) {
        await publishTestPlugin(system, 'qa.hostile.twice', 'return 1;');
        try {
          await publishTestPlugin(system, 'qa.hostile.twice', 'return 2;');
        } catch (error) {
          return (error as { code?: string }).code ?? String(error);
        }
        return 'published';
      },
    },
    {
      name: 'a stored version that was changed',
      limitClass: 'none',
      expected: ['bundle_hash_mismatch'],
      async run(platform) {
        const pluginId = await platform.install('return 1;');
        await platform.system.admin.query(
          "update plugin_versions v set code = replace(code, 'return 1', 'return 2') from plugins p where p.id = v.plugin_id and p.plugin_id = $1",
          [pluginId],
        );
        return platform.stage.codeOf(await platform.call(platform.a, pluginId, null));
      },
    },
  ],
};

function nulls(megabytes: number): Readable {
  const part = Buffer.alloc(2 ** 20);
  return Readable.from(
    (function* () {
      for (let index = 0; index < megabytes; index += 1) yield part;
    })(),
  );
}
