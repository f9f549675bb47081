import pg from 'pg';
import { readSettings, type Settings } from '../../kernel/index.ts';
import { asApplication } from '../database/app-address.ts';
import { type DatabaseUrls, ensureRoles } from '../database/roles.ts';
import { checkSecrets } from './check-secrets.ts';
import { openDataDirectory } from './data-directory.ts';
import { runningEmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts';
import { adoptSecrets, readSecrets } from './secrets-file.ts';
import { StartError } from './start-error.ts';

const DATABASE = 'daftar';

/** The settings of this process, with the data directory opened, the secret made if none is set, and refused if it is no good. */
export function openSettings(): Settings & { DAFTAR_SECRET: string } {
  const settings = readSettings(process.env);
  const dataDir = openDataDirectory(settings.DAFTAR_DATA_DIR);
  process.env.DAFTAR_DATA_DIR = dataDir;
  // Set by a parent process too: what comes from the file is read from the file again, and watched.
  if (settings.DAFTAR_SECRET === undefined || process.env.DAFTAR_SECRETS_FILE === dataDir) {
    process.env.DAFTAR_SECRETS_FILE = dataDir;
    adoptSecrets(readSecrets(dataDir));
  }
  process.env.DAFTAR_PUBLIC_URL ??= `http://${settings.DAFTAR_BASE_DOMAIN}:${settings.PORT}`;
  const opened = readSettings(process.env) as Settings & { DAFTAR_SECRET: string };
  for (const warning of checkSecrets(opened)) warnOnce(warning);
  // Next and Payload read this name; ours is the one people set.
  process.env.PAYLOAD_SECRET = process.env.DAFTAR_SECRET;
  return opened;
}

const said = new Set<string>();

function warnOnce(warning: string): void {
  if (!said.has(warning)) console.error(warning);
  said.add(warning);
}

/** The database of DATABASE_URL, or the embedded one, started if need be. The second result stops what was started. */
export async function openDatabase(
  settings: Settings & { DAFTAR_SECRET: string },
): Promise<{ urls: DatabaseUrls; stop: () => Promise<void> }> {
  if (settings.DATABASE_URL) return { urls: await externalDatabase(settings), stop: async () => undefined };
  const server = await startEmbeddedPostgres(settings.DAFTAR_DATA_DIR);
  return { urls: await embeddedUrls(server.url, settings.DAFTAR_SECRET), stop: server.stop };
}

/** The database beside a running server, for commands; an embedded one that is not running is started for the command. */
export async function openDatabaseForCommand(settings: Settings & { DAFTAR_SECRET: string }) {
  if (settings.DATABASE_URL) return openDatabase(settings);
  const running = await runningEmbeddedPostgres(settings.DAFTAR_DATA_DIR);
  if (running)
    return { urls: await embeddedUrls(running, settings.DAFTAR_SECRET), stop: async () => undefined };
  return openDatabase(settings);
}

/**
 * The login of the schema's owner where this process may know it: the embedded server's, or that of the settings. Undefined
 * where only `daftar migrate` is given it.
 */
export async function knownMigrationUrl(settings: Settings): Promise<string | undefined> {
  if (settings.DATABASE_MIGRATION_URL) return settings.DATABASE_MIGRATION_URL;
  if (settings.DATABASE_URL) return directUrl(settings);
  return (await runningEmbeddedPostgres(settings.DAFTAR_DATA_DIR))?.(DATABASE);
}

async function embeddedUrls(url: (database: string) => string, secret: string): Promise<DatabaseUrls> {
  const client = new pg.Client({ connectionString: url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
  return ensureRoles(url(DATABASE), secret);
}

async function externalDatabase(settings: Settings & { DAFTAR_SECRET: string }): Promise<DatabaseUrls> {
  const url = settings.DATABASE_URL ?? '';
  // Migrations and roles need a connection of their own, which a pool of transactions does not give.
  const direct = directUrl(settings);
  const client = new pg.Client({ connectionString: direct, connectionTimeoutMillis: 5000 });
  let role: { may_create: boolean; super: boolean };
  try {
    await client.connect();
    const { rows } = await client.query(
      'select rolcreaterole or rolsuper as may_create, rolsuper or rolbypassrls as super from pg_roles where rolname = current_user',
    );
    role = rows[0];
  } catch (error) {
    throw new StartError(
      `The database of DATABASE_URL cannot be used (${(error as Error).message}); check the address, the user and the password.`,
      error,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  if (settings.DATABASE_MIGRATION_URL) {
    if (role.super)
      throw new StartError(
        'DATABASE_URL must not be a superuser when DATABASE_MIGRATION_URL is set; use a login that owns nothing.',
      );
    return { migration: settings.DATABASE_MIGRATION_URL, application: url };
  }
  if (!role.may_create) {
    throw new StartError(
      'The role of DATABASE_URL may not create roles; set DATABASE_MIGRATION_URL to the owner of the schema as well.',
    );
  }
  const { migration, application } = await ensureRoles(direct, settings.DAFTAR_SECRET);
  return { migration, application: asApplication(url, application) };
}

function directUrl({ DATABASE_URL = '', DATABASE_SESSION_URL }: Settings): string {
  return DATABASE_SESSION_URL === undefined
    ? DATABASE_URL
    : asApplication(DATABASE_SESSION_URL, DATABASE_URL);
}
