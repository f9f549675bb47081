import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import semver from 'semver';

/** Older releases have a critical escape from the isolate, GHSA-864f-rcv7-6rh4. */
const SAFE_RANGE = '>=7.0.1';

/**
 * Finds the compiled isolated-vm without loading it: this process never runs guest code, so it has no use for the
 * addon. Answers its version and the path of the one file that a worker may read.
 * Throws when the installed version is older than 7.0.1 or no binary fits this platform.
 */
export function locateIsolatedVm(): { version: string; addonPath: string } {
  const require = createRequire(import.meta.url);
  const manifestPath = require.resolve('isolated-vm/package.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as { version: string };
  assertSafeIsolatedVm(manifest.version);
  const folder = dirname(manifestPath);
  const build = createRequire(manifestPath)('node-gyp-build') as { resolve(folder: string): string };
  return { version: manifest.version, addonPath: build.resolve(folder) };
}

/** Throws for a version of isolated-vm that plugins can escape from. */
export function assertSafeIsolatedVm(version: string): void {
  if (semver.satisfies(version, SAFE_RANGE)) return;
  throw new Error(
    `isolated-vm ${version} has a known escape (GHSA-864f-rcv7-6rh4). Plugins will not run; install ${SAFE_RANGE}.`,
  );
}
