import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  await build({
    absWorkingDir: ROOT,
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
  cpSync(join(ROOT, 'core/sandbox/worker'), join(DIST, 'worker'), { recursive: true });
  cpSync(join(SDK_FOLDER, 'dev/page'), join(DIST, 'page'), { recursive: true });
  cpSync(join(ROOT, 'docs/plugins'), join(SDK_FOLDER, 'docs'), { recursive: true });
  writeDeclarations();
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
