import { AppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { type Queryable, requireTenant } from '../../../tenancy/index.ts';
import type { AssertedPerson } from './claims.ts';
import type { SsoConnection } from './connections.ts';

/** Why a verified person is not let in; each has its sentence on the page. */
export type Refusal = 'no_role' | 'no_email' | 'email_taken' | 'no_account' | 'inactive' | 'other_subject';

export type Decision =
  | { account: 'known' | 'linked' | 'created'; userId: string | undefined; roleId: string; roleCode: string }
  | { refusal: Refusal };

type User = { id: string; role_id: string | null; active: boolean; break_glass: boolean };
type Role = { id: string; code: string };

/**
 * Which account a verified person has and which role, without changing anything.
 *
 * The key is the subject at this connection, never the e-mail: an address can be given to somebody else, and at many
 * providers people write it themselves. An existing account is taken over by its address only when the school named the
 * domain as one this provider speaks for, the provider says it checked the address, no other subject of the connection
 * holds the account, and it is not an emergency account, whose safety must not hang on the provider.
 */
export async function decide(
  database: Queryable,
  connection: SsoConnection,
  person: AssertedPerson,
): Promise<Decision> {
  const known = await userBySubject(database, connection, person.subject);
  const mapped = await mappedRole(database, connection, person);
  if (known) {
    if (!known.active) return { refusal: 'inactive' };
    const role = await roleOfAccount(database, connection, known, mapped);
    return role
      ? { account: 'known', userId: known.id, roleId: role.id, roleCode: role.code }
      : { refusal: 'no_role' };
  }
  if (person.email === undefined) return { refusal: 'no_email' };
  const owner = await userByEmail(database, person.email);
  if (owner) {
    if (!speaksFor(connection, person) || owner.break_glass) return { refusal: 'email_taken' };
    if (!owner.active) return { refusal: 'inactive' };
    if (await hasOtherSubject(database, connection, owner.id)) return { refusal: 'other_subject' };
    const role = await roleOfAccount(database, connection, owner, mapped);
    if (!role) return { refusal: 'no_role' };
    return { account: 'linked', userId: owner.id, roleId: role.id, roleCode: role.code };
  }
  const role = mapped ?? (await roleById(database, connection.defaultRoleId));
  if (!role) return { refusal: 'no_role' };
  if (!connection.createsUsers) return { refusal: 'no_account' };
  return { account: 'created', userId: undefined, roleId: role.id, roleCode: role.code };
}

// With a mapping the provider says the role at each sign-in, and whoever is in no group any more is out. An emergency
// account and the last person who can put things right keep theirs.
async function roleOfAccount(
  database: Queryable,
  connection: SsoConnection,
  user: User,
  mapped: Role | undefined,
): Promise<Role | undefined> {
  const own = await roleById(database, user.role_id);
  const fallback = await roleById(database, connection.defaultRoleId);
  if (connection.roleMapping.length === 0) return own ?? fallback;
  if (own && (user.break_glass || (mapped?.id !== own.id && (await isLastAdmin(database, user.id)))))
    return own;
  return mapped ?? fallback;
}

async function isLastAdmin(database: Queryable, userId: string): Promise<boolean> {
  const { rows } = await database.query(
    `select count(*) filter (where u.id = $1)::int as self, count(*)::int as all_of_them
       from users u where u.active and exists (
         select from role_permissions p where p.role_id = u.role_id and p.code = 'users.write')
         and exists (select from role_permissions p where p.role_id = u.role_id and p.code = 'roles.write')`,
    [userId],
  );
  return rows[0]?.self === 1 && rows[0]?.all_of_them === 1;
}

/**
 * Lets a verified person in: makes or links the account, gives it the mapped role and the name, and writes the log.
 * Returns the id of the user. Throws sso.refused. Run it in a transaction.
 */
export async function admit(
  database: Queryable,
  connection: SsoConnection,
  person: AssertedPerson,
): Promise<string> {
  // One at a time for one person: two browsers at the first sign-in must not make two accounts.
  await database.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `sso:${connection.id}:${person.email ?? person.subject}`,
  ]);
  const decision = await decide(database, connection, person);
  if ('refusal' in decision) throw new AppError('sso.refused', { reason: decision.refusal });
  const userId = decision.userId ?? (await createUser(database, connection, person, decision.roleId));
  if (decision.account !== 'known')
    await database.query('insert into sso_identities (connection_id, user_id, subject) values ($1, $2, $3)', [
      connection.id,
      userId,
      person.subject,
    ]);
  const { rows } = await database.query(
    `update users u set role_id = $2, display_name = coalesce($3, display_name), last_login_at = now(), updated_at = now()
       from (select id, role_id, email from users where id = $1 for update) before
      where u.id = before.id returning before.role_id is distinct from u.role_id as changed, u.email`,
    [userId, decision.roleId, person.name ?? null],
  );
  await recordAudit(database, {
    category: 'sign_in',
    action: 'auth.sso_sign_in',
    actor: { kind: 'user', id: userId, label: String(rows[0]?.email ?? '') },
    subject: { collection: 'users', id: userId, label: String(rows[0]?.email ?? '') },
    details: {
      connection: connection.code,
      account: decision.account,
      role: decision.roleCode,
      roleChanged: rows[0]?.changed === true,
    },
  });
  return userId;
}

async function createUser(
  database: Queryable,
  connection: SsoConnection,
  person: AssertedPerson,
  roleId: string,
): Promise<string> {
  const { rows } = await database.query(
    `insert into users (tenant_id, realm, email, display_name, role_id, active, language, email_verified_at)
     values (daftar.current_school(), 'school', $1, $2, $3, true, $4, case when $5 then now() end) returning id`,
    [
      person.email,
      person.name ?? person.email,
      roleId,
      person.language ?? requireTenant().locale,
      speaksFor(connection, person),
    ],
  );
  return String(rows[0]?.id);
}

function speaksFor(connection: SsoConnection, person: AssertedPerson): boolean {
  const domain = person.email?.split('@')[1] ?? '';
  return person.emailVerified && connection.trustedDomains.includes(domain);
}

async function mappedRole(
  database: Queryable,
  connection: SsoConnection,
  person: AssertedPerson,
): Promise<Role | undefined> {
  const rule = connection.roleMapping.find(({ value }) => person.roleValues.includes(value));
  if (!rule) return undefined;
  const { rows } = await database.query('select id, code from roles where code = $1', [rule.role]);
  return rows[0] as Role | undefined;
}

async function roleById(database: Queryable, id: string | null): Promise<Role | undefined> {
  if (id === null) return undefined;
  const { rows } = await database.query('select id, code from roles where id = $1', [id]);
  return rows[0] as Role | undefined;
}

async function userBySubject(
  database: Queryable,
  connection: SsoConnection,
  subject: string,
): Promise<User | undefined> {
  const { rows } = await database.query(
    `select u.id, u.role_id, u.active, u.break_glass from sso_identities i join users u on u.id = i.user_id
      where i.connection_id = $1 and i.subject = $2`,
    [connection.id, subject],
  );
  return rows[0] as User | undefined;
}

async function userByEmail(database: Queryable, email: string): Promise<User | undefined> {
  const { rows } = await database.query(
    'select id, role_id, active, break_glass from users where lower(email) = $1',
    [email],
  );
  return rows[0] as User | undefined;
}

async function hasOtherSubject(
  database: Queryable,
  connection: SsoConnection,
  userId: string,
): Promise<boolean> {
  const { rowCount } = await database.query(
    'select from sso_identities where connection_id = $1 and user_id = $2',
    [connection.id, userId],
  );
  return (rowCount ?? 0) > 0;
}
