import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 6e9;
const FORGOTTEN_MS = 6 * 3_600_000;

/**
 * A new folder that a database server of a test may keep its files in, whoever it runs as: in memory where the system
 * offers enough of it, for a database is more than two thousand small files, and making them on a disk costs a second of
 * the kernel's time. Whoever made it removes it; what a killed run left in memory goes when the next one begins.
 */
export function temporaryFolder(prefix: string): string {
  const inMemory = hasMemory();
  if (inMemory) removeForgotten(prefix);
  const folder = mkdtempSync(path.join(inMemory ? MEMORY : tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return folder;
}

function hasMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, freemem()) > ENOUGH_BYTES;
}

function removeForgotten(prefix: string): void {
  for (const name of readdirSync(MEMORY).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(MEMORY, name);
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > FORGOTTEN_MS) rmSync(folder, { recursive: true, force: true });
  }
}
