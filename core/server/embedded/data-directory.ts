import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartError } from './start-error.ts';

/** Makes the data directory and checks that it can be written. Returns its absolute path. */
export function openDataDirectory(setting: string): string {
  const folder = path.resolve(setting);
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    const probe = path.join(folder, `.write-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    throw new StartError(
      `The data directory ${folder} cannot be written; choose another with DAFTAR_DATA_DIR.`,
      cause,
    );
  }
  return folder;
}

// Level by level: Node's recursive mkdir never returns where the system answers ENOENT below an existing folder.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o755 });
}

/**
 * Marks the data directory as used by this process, so that a second start says so instead of fighting over the
 * database. A mark left by a killed process does not count. Returns the function that takes the mark away.
 */
export function claimDataDirectory(dataDir: string): () => void {
  const file = path.join(dataDir, 'daftar.pid');
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isDaftar(pid)) {
      throw new StartError(
        `Daftar already runs with the data directory ${dataDir} (process ${pid}); stop it first or set another DAFTAR_DATA_DIR.`,
      );
    }
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

// A process id is reused after a crash; only a process that runs our code counts.
function isDaftar(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('main.ts');
}
