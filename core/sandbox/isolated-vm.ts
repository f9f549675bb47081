import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';
import type { Engine } from './engine.ts';

/** Older releases have a critical escape from the isolate, GHSA-864f-rcv7-6rh4. */
const SAFE_RANGE = '>=7.0.1';

const WORKER_FOLDER = fileURLToPath(new URL('./worker/', import.meta.url));
const WORKER_MAIN = `${WORKER_FOLDER}main.mjs`;

const raised = (name: string) => ({ name, applied: true, reason: null });

/**
 * The engine in use: V8 isolates of isolated-vm, in a Node that compiles no machine code and opens no file but its own.
 * The compiled addon is found without being loaded: this process never runs guest code, so it has no use for it.
 * Throws when the installed version is older than 7.0.1 or no binary fits this platform.
 */
export function isolatedVmEngine(): Engine {
  const require = createRequire(import.meta.url);
  const manifestPath = require.resolve('isolated-vm/package.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as { version: string };
  assertSafeIsolatedVm(manifest.version);
  const build = createRequire(manifestPath)('node-gyp-build') as { resolve(folder: string): string };
  const addonPath = build.resolve(dirname(manifestPath));
  return {
    name: 'isolated-vm',
    version: manifest.version,
    fences: [raised('jitless'), raised('permission-model'), raised('no-inspector')],
    readableFiles: [addonPath, WORKER_MAIN, process.execPath],
    command: ({ maxFrameBytes, limits }) => [
      process.execPath,
      '--jitless',
      '--no-node-snapshot',
      '--permission',
      '--allow-addons',
      `--allow-fs-read=${addonPath}`,
      `--allow-fs-read=${WORKER_FOLDER}`,
      '--disable-sigusr1',
      '--disable-warning=PERM0001',
      WORKER_MAIN,
      addonPath,
      String(maxFrameBytes),
      JSON.stringify(limits),
    ],
  };
}

/** Throws for a version of isolated-vm that plugins can escape from. */
export function assertSafeIsolatedVm(version: string): void {
  if (semver.satisfies(version, SAFE_RANGE)) return;
  throw new Error(
    `isolated-vm ${version} has a known escape (GHSA-864f-rcv7-6rh4). Plugins will not run; install ${SAFE_RANGE}.`,
  );
}
