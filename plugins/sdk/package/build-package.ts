import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { ENGINE_VERSION } from '../contract/engine.ts';

export const SDK_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..');
const ROOT = join(SDK_FOLDER, '../..');
const DIST = join(SDK_FOLDER, 'dist');
/** The doors of the package. Node strips no types inside node_modules, so they are built. */
const DOORS = ['index', 'node', 'harness', 'browser'];
const PROGRAMS = ['daftar-plugin', 'create-daftar-plugin'];

/**
 * Writes dist/: the doors and programs as JavaScript, their declarations, and the cage with the files of its workers as
 * they are, so that partners run what schools run. Everything lies flat in dist/, because sources find their neighbours
 * one folder up. Throws with the compiler's words when the declarations do not come out.
 */
export async function buildPackage(): Promise<void> {
  checkVersion();
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    metafile: true,
    entryPoints: Object.fromEntries([
      ...DOORS.map((door) => [door, join(SDK_FOLDER, `${door}.ts`)]),
      ...PROGRAMS.map((program) => [program, join(SDK_FOLDER, 'bin', `${program}.ts`)]),
    ]),
    outdir: DIST,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    charset: 'utf8',
    logLevel: 'warning',
  });
  checkDependencies(metafile);
  cpSync(join(ROOT, 'core/sandbox/worker'), join(DIST, 'worker'), { recursive: true });
  cpSync(join(SDK_FOLDER, 'dev/page'), join(DIST, 'page'), { recursive: true });
  cpSync(join(ROOT, 'docs/plugins'), join(SDK_FOLDER, 'docs'), { recursive: true });
  writeDeclarations();
}

/** Found at run time and not by an import. */
const USED_BY_NAME = ['isolated-vm', 'node'];

/** The package names what it imports, in the versions of the platform, and nothing else. Throws saying what to change. */
function checkDependencies({ inputs }: Metafile): void {
  const read = (file: string): { dependencies: Record<string, string> } =>
    JSON.parse(readFileSync(file, 'utf8'));
  const platform = read(join(ROOT, 'package.json')).dependencies;
  const imported = Object.values(inputs).flatMap(({ imports }) =>
    imports
      .filter(({ path, external }) => external && !path.startsWith('node:'))
      .map(({ path }) =>
        path
          .split('/')
          .slice(0, path.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  );
  const names = [...new Set([...imported, ...USED_BY_NAME])].sort();
  const wanted = Object.fromEntries(names.map((name) => [name, platform[name]]));
  const { dependencies } = read(join(SDK_FOLDER, 'package.json'));
  if (JSON.stringify(wanted) !== JSON.stringify(dependencies))
    throw new Error(
      `The dependencies in plugins/sdk/package.json must be:\n${JSON.stringify(wanted, undefined, 2)}`,
    );
}

/** The package counts like the contract: a plugin that names `^1.2.0` is written with 1.2 of it. Throws saying what to change. */
function checkVersion(): void {
  const line = (version: string): string => version.split('.').slice(0, 2).join('.');
  const versionOf = (folder: string): string =>
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  const [own, second] = [versionOf(SDK_FOLDER), versionOf(join(SDK_FOLDER, 'create-daftar-plugin'))];
  if (line(own) !== line(ENGINE_VERSION) || own !== second)
    throw new Error(
      `plugins/sdk/package.json (${own}) and create-daftar-plugin/package.json (${second}) must have one version, of the line ${line(ENGINE_VERSION)} of the contract.`,
    );
}

function writeDeclarations(): void {
  const config = join(DIST, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        incremental: false,
        tsBuildInfoFile: null,
        rootDir: ROOT,
        outDir: join(DIST, 'types'),
        plugins: [],
      },
      include: [],
      files: DOORS.map((door) => join(SDK_FOLDER, `${door}.ts`)),
    }),
  );
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', config], {
    encoding: 'utf8',
  });
  rmSync(config);
  if (status !== 0) throw new Error(`The declarations could not be written.\n${stdout}`);
}
