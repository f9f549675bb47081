import { randomBytes } from 'node:crypto';
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unwatchFile,
  watchFile,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { StartError } from './start-error.ts';

type Secret = { value: string; createdAt: string };
export type Secrets = { current: Secret; previous?: Secret };

/** A new secret: 256 random bits. */
export function makeSecret(): Secret {
  return { value: randomBytes(32).toString('hex'), createdAt: new Date().toISOString() };
}

/**
 * The secrets that Daftar keeps for itself in the data directory, made at the first start and readable by their owner
 * alone. A directory of before, with one secret in the file `secret`, is taken over with its date.
 */
export function readSecrets(dataDir: string): Secrets {
  const file = fileOf(dataDir);
  const before = path.join(dataDir, 'secret');
  if (!existsSync(file)) {
    const current = existsSync(before)
      ? { value: readFileSync(before, 'utf8').trim(), createdAt: statSync(before).mtime.toISOString() }
      : makeSecret();
    writeSecrets(dataDir, { current });
  }
  rmSync(before, { force: true });
  try {
    const secrets = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
    if (typeof secrets.current.value === 'string' && secrets.current.value.length >= 32) return secrets;
  } catch {
    // Said below, without the content.
  }
  throw new StartError(`The file ${file} cannot be read; put back its copy from the backup.`);
}

/** Makes a new current secret; the one before it stays as the previous one, and the one before that is forgotten. */
export function rotateSecrets(dataDir: string): Secrets {
  const { current } = readSecrets(dataDir);
  const secrets = { current: makeSecret(), previous: current };
  writeSecrets(dataDir, secrets);
  return secrets;
}

/** Puts the secrets into the environment of this process, where every use reads them. */
export function adoptSecrets({ current, previous }: Secrets): void {
  process.env.DAFTAR_SECRET = current.value;
  process.env.DAFTAR_SECRET_CREATED_AT = current.createdAt;
  if (previous) process.env.DAFTAR_SECRET_PREVIOUS = previous.value;
  else delete process.env.DAFTAR_SECRET_PREVIOUS;
}

/** Adopts new secrets while this process runs: `daftar secrets rotate` needs no stop. Returns how to end it. */
export function watchSecrets(dataDir: string, intervalMs = 1000): () => void {
  const file = fileOf(dataDir);
  const take = () => {
    try {
      adoptSecrets(readSecrets(dataDir));
    } catch {
      // A file that cannot be read changes nothing for those who run; the next start says so.
    }
  };
  watchFile(file, { interval: intervalMs, persistent: false }, take);
  return () => unwatchFile(file, take);
}

function fileOf(dataDir: string): string {
  return path.join(dataDir, 'secrets.json');
}

// Whole or not at all: a crash in the middle must not cost the secrets.
function writeSecrets(dataDir: string, secrets: Secrets): void {
  const file = fileOf(dataDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}
