import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type TestDatabase = {
  /** Address of the login the application uses: it owns nothing and may become the two roles of the wall. */
  applicationUrl: string;
  /** The superuser's pool, past the wall: for fixtures and for looking at what was really written. */
  admin: pg.Pool;
  adminUrl: string;
  drop: () => Promise<void>;
};

/** Runs one statement on a connection of its own. */
export async function runSql(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Another database of the same server and login. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Makes a database like another one. Copied as files and not through the server's log: half the time of many small files. */
export async function copyDatabase(adminUrl: string, from: string, to: string): Promise<void> {
  await runSql(adminUrl, `create database ${to} template ${from} strategy file_copy`);
}

/** A database of one test file: a clone of the migrated template, dropped at the end. */
export async function cloneDatabase(shared: {
  adminUrl: string;
  applicationUrl: string;
  template: string;
}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await copyDatabase(shared.adminUrl, shared.template, name);
  const adminUrl = withDatabase(shared.adminUrl, name);
  const admin = openAdminPool(adminUrl);
  return {
    applicationUrl: withDatabase(shared.applicationUrl, name),
    admin,
    adminUrl,
    drop: async () => {
      await admin.end();
      await runSql(shared.adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

/** A small superuser pool that does not mind the server going away. */
export function openAdminPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 3 });
  pool.on('error', () => undefined);
  return pool;
}
