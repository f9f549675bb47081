import pg from 'pg';
import { keyring, sha256Hex, signWith } from '../../kernel/index.ts';

/**
 * The login that may become one of the two roles behind the wall and owns nothing, in two places: after a rotation of
 * the secret the new login stands beside the old one, which processes with the old secret still use.
 */
const APP_LOGINS = ['daftar_app', 'daftar_app_next'] as const;

export type DatabaseUrls = { migration: string; application: string };

/**
 * Makes the roles of the tenancy wall on a server where `adminUrl` may create roles, and returns the address
 * the application uses. The login's password is derived from the secret, so that every process agrees on it
 * without storing it. Safe to run at every start and by several processes at once.
 */
export async function ensureRoles(
  adminUrl: string,
  secret: string,
  logins: readonly [string, string] = APP_LOGINS,
): Promise<DatabaseUrls> {
  const password = signWith(secret, 'database-login', new URL(adminUrl).pathname);
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 });
  await client.connect();
  let login: string;
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtext('daftar.roles'))");
    const { rows } = await client.query('select rolname from pg_roles');
    const existing = new Set(rows.map((row) => row.rolname as string));
    for (const role of ['app_tenant', 'app_platform']) {
      if (!existing.has(role)) await client.query(`create role ${role} nologin nosuperuser nobypassrls`);
    }
    login = await chooseLogin(client, secret, logins);
    if (!existing.has(login))
      await client.query(`create role ${login} login noinherit nosuperuser nobypassrls`);
    await client.query(`alter role ${login} with password '${password}'`);
    // One school's long statement takes one core and not all of them from the others: counting 450,000 results took 66 ms of
    // three processes, and takes 35 ms of one.
    await client.query(`alter role ${login} set max_parallel_workers_per_gather = 0`);
    await client.query(`comment on role ${login} is '${markOf(secret)}'`);
    await client.query(`grant app_tenant, app_platform to ${login}`);
    // An import keeps what it was sent beside the tables until it ends; a careful provider takes this right from everybody.
    await client.query(
      "do $$ begin execute format('grant temporary on database %I to app_tenant', current_database()); end $$",
    );
    await client.query('commit');
  } finally {
    await client.end();
  }
  const application = new URL(adminUrl);
  application.username = login;
  application.password = password;
  return { migration: adminUrl, application: application.href };
}

// The login of this secret if there is one; otherwise the place that the previous secret does not hold.
async function chooseLogin(
  client: pg.Client,
  secret: string,
  logins: readonly [string, string],
): Promise<string> {
  const { rows } = await client.query(
    "select rolname as name, shobj_description(oid, 'pg_authid') as mark from pg_roles where rolname = any($1)",
    [logins],
  );
  const marks = new Map(rows.map(({ name, mark }) => [mark as string | null, name as string]));
  const own = marks.get(markOf(secret));
  if (own !== undefined) return own;
  const { previous } = keyring();
  const held = previous === undefined ? undefined : marks.get(markOf(previous));
  return logins.find((name) => name !== held) ?? logins[0];
}

// Tells secrets apart and tells nothing of them.
function markOf(secret: string): string {
  return `daftar:${sha256Hex(`database-login-mark:${secret}`).slice(0, 16)}`;
}
