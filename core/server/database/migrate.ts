import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

const MIGRATIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../migrations');

/**
 * Brings the schema to the newest migration under an advisory lock: a second process waits and then finds
 * nothing to do. Each file is one transaction. Returns the names of the files that ran.
 */
export async function migrate(
  migrationUrl: string,
  log: (line: string) => void = () => undefined,
): Promise<string[]> {
  const ran = await runner({
    databaseUrl: { connectionString: migrationUrl, connectionTimeoutMillis: 5000 },
    dir: MIGRATIONS,
    ignorePattern: '.*\\.(json|md)$',
    direction: 'up',
    migrationsTable: 'daftar_migrations',
    checkOrder: true,
    singleTransaction: false,
    advisoryLockTimeout: 120_000,
    log,
    logger: { debug: () => undefined, info: log, warn: log, error: log },
  } as unknown as Parameters<typeof runner>[0]);
  return ran.map((migration) => migration.name);
}
