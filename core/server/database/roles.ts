import pg from 'pg';
import { signWith } from '../../kernel/index.ts';

/** The two roles behind the wall, and the login that may become one of them and owns nothing. */
const APP_LOGIN = 'daftar_app';

export type DatabaseUrls = { migration: string; application: string };

/**
 * Makes the roles of the tenancy wall on a server where `adminUrl` may create roles, and returns the address
 * the application uses. The login's password is derived from the secret, so that every process agrees on it
 * without storing it. Safe to run at every start and by several processes at once.
 */
export async function ensureRoles(adminUrl: string, secret: string): Promise<DatabaseUrls> {
  const password = signWith(secret, 'database-login', new URL(adminUrl).pathname);
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtext('daftar.roles'))");
    const { rows } = await client.query('select rolname from pg_roles');
    const existing = new Set(rows.map((row) => row.rolname as string));
    for (const role of ['app_tenant', 'app_platform']) {
      if (!existing.has(role)) await client.query(`create role ${role} nologin nosuperuser nobypassrls`);
    }
    if (!existing.has(APP_LOGIN))
      await client.query(`create role ${APP_LOGIN} login noinherit nosuperuser nobypassrls`);
    await client.query(`alter role ${APP_LOGIN} with password '${password}'`);
    await client.query(`grant app_tenant, app_platform to ${APP_LOGIN}`);
    await client.query('commit');
  } finally {
    await client.end();
  }
  const application = new URL(adminUrl);
  application.username = APP_LOGIN;
  application.password = password;
  return { migration: adminUrl, application: application.href };
}
