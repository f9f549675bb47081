import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import type { PluginManifest } from '../contract/manifest.ts';
import { parseManifest } from '../contract/manifest.ts';
import { canonicalJson } from './canonical-json.ts';
import type { PluginIntegrity } from './integrity.ts';
import { computeIntegrity } from './integrity.ts';
import { packArchive } from './pack-archive.ts';
import { MAX_MANIFEST_BYTES, MAX_PACKED_BYTES } from './unpack-archive.ts';

const SDK_FOLDER = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'));
const ENTRY = 'src/index.ts';
/** The files of the SDK that may be bundled; the rest of it is for the host and the command line. */
const GUEST_FILES = new Set(
  ['guest.ts', 'guest/plugin.ts', 'guest/runtime.ts', 'guest/capability-names.ts', 'guest/sms-parts.ts'].map(
    (file) => join(SDK_FOLDER, file),
  ),
);

export type BuiltPlugin = {
  manifest: PluginManifest;
  code: string;
  /** Covers manifest and code; `integrity` has the parts. */
  sha256: string;
  integrity: PluginIntegrity;
  /** The archive that is uploaded, by `packArchive`. Identity is the digest, never these bytes. */
  packed: Buffer;
};

/**
 * Reads and checks `plugin.json` of a plugin folder. Throws an Error for people: a missing file, JSON that does not
 * parse, or every rule the manifest breaks.
 */
export async function readManifest(folder: string): Promise<PluginManifest> {
  const text = await readFile(join(folder, 'plugin.json'), 'utf8');
  if (Buffer.byteLength(text) > MAX_MANIFEST_BYTES) throw new Error('plugin.json is larger than 64 KB.');
  const value: unknown = JSON.parse(text);
  // A note for editors about the schema; it is not a part of the manifest and is never packed.
  if (value !== null && typeof value === 'object') Reflect.deleteProperty(value, '$schema');
  return parseManifest(value);
}

/**
 * Bundles the plugin in `folder` and writes dist/bundle.js, dist/plugin.json and dist/integrity.json there (unless
 * `write` is false). Deterministic: no path, date or machine name goes in.
 * Throws for an invalid manifest, an import from outside the folder and the SDK, or more than 256 KB packed.
 */
export async function buildPlugin(
  folder: string,
  { write = true }: { write?: boolean } = {},
): Promise<BuiltPlugin> {
  const root = realpathSync(resolve(folder));
  const manifest = await readManifest(root);
  if (!existsSync(join(root, ENTRY))) throw new Error(`The plugin has no entry ${ENTRY}.`);

  const code = await bundle(
    root,
    `import { plugin } from './${ENTRY}';\nimport { serve } from 'daftar:runtime';\nexport const handle = serve(plugin, ${JSON.stringify(manifest.translations)});`,
  );
  const integrity = computeIntegrity(manifest, code);
  const packed = await packArchive({ manifest, code, integrity });
  if (packed.length > MAX_PACKED_BYTES) {
    throw new Error(`The packed plugin has ${packed.length} bytes; at most ${MAX_PACKED_BYTES} are allowed.`);
  }
  if (write) {
    const dist = join(root, 'dist');
    await mkdir(dist, { recursive: true });
    await writeFile(join(dist, 'bundle.js'), code);
    await writeFile(join(dist, 'plugin.json'), `${canonicalJson(manifest)}\n`);
    await writeFile(join(dist, 'integrity.json'), `${canonicalJson(integrity)}\n`);
  }
  return { manifest, code, sha256: integrity.sha256, integrity, packed };
}

/**
 * Bundles code that only lists the handlers of the plugin in `folder`: its `handle` answers their names by kind, such as
 * `{ events: ['student.created'] }`. Never published; the command line runs it in the cage to compare with plugin.json.
 */
export async function bundleHandlerList(folder: string): Promise<string> {
  return bundle(
    realpathSync(resolve(folder)),
    `import { plugin } from './${ENTRY}';\nexport const handle = async () => Object.fromEntries(Object.entries(plugin).map(([kind, table]) => [kind, Object.keys(table ?? {})]));`,
  );
}

async function bundle(root: string, contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents,
      resolveDir: root,
      sourcefile: 'entry.ts',
      loader: 'ts',
    },
    absWorkingDir: root,
    bundle: true,
    format: 'iife',
    globalName: '__daftar',
    target: 'es2022',
    platform: 'neutral',
    charset: 'utf8',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: false,
    write: false,
    logLevel: 'silent',
    tsconfigRaw: '{}',
    plugins: [wall(root)],
  });
  return outputFiles[0]?.text ?? '';
}

/** Only files of the plugin and the guest part of the SDK can be bundled; nothing comes from node_modules. */
function wall(root: string): Plugin {
  return {
    name: 'daftar-wall',
    setup(setup) {
      setup.onResolve({ filter: /.*/ }, ({ path, importer, resolveDir }) => {
        if (path === 'daftar:runtime' && importer.endsWith('entry.ts'))
          return { path: join(SDK_FOLDER, 'guest/runtime.ts') };
        if (path === '@daftar/sdk') return { path: join(SDK_FOLDER, 'guest.ts') };
        const refuse = {
          errors: [{ text: `A plugin may import only its own files and the SDK, not ${path}.` }],
        };
        if (!path.startsWith('./') && !path.startsWith('../')) return refuse;
        const wanted = resolve(resolveDir, path);
        if (!existsSync(wanted))
          return { errors: [{ text: `There is no file ${path}; imports need their extension.` }] };
        // The real path: a link inside the folder must not lead out of it.
        const file = realpathSync(wanted);
        if (file === join(SDK_FOLDER, 'index.ts')) return { path: join(SDK_FOLDER, 'guest.ts') };
        const isOwn = file.startsWith(root + sep) && !file.startsWith(join(root, 'dist') + sep);
        return isOwn || GUEST_FILES.has(file) ? { path: file } : refuse;
      });
    },
  };
}
