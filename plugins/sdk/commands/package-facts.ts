import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the SDK: the repository’s, or that of the installed package. */
export const PACKAGE_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..');

export async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE_FOLDER, 'package.json'), 'utf8'));
  return version;
}

/**
 * `file:<path>` when npm installed this package from an archive on this machine, so that a plugin made with it installs
 * the same; undefined when it came from a registry or is not installed at all.
 */
export async function installedFrom(): Promise<string | undefined> {
  const modules = join(PACKAGE_FOLDER, '../..');
  const lock = join(modules, '.package-lock.json');
  if (!existsSync(lock)) return undefined;
  const { packages } = JSON.parse(await readFile(lock, 'utf8')) as {
    packages?: Record<string, { resolved?: string }>;
  };
  const resolved = packages?.['node_modules/@daftar/sdk']?.resolved;
  return resolved?.startsWith('file:') ? `file:${resolve(modules, '..', resolved.slice(5))}` : undefined;
}
