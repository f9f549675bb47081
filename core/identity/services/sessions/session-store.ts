import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../kernel/index.ts';
import { currentScope, type Grants, prepared, type Queryable } from '../../../tenancy/index.ts';

export type SessionKind = 'password' | 'sso' | 'support';

export type Session = {
  id: string;
  kind: SessionKind;
  userId: string | null;
  supportGrantId: string | null;
  secondFactorAt: Date | null;
  expiresAt: Date;
};

export type NewSession =
  | { kind: 'password' | 'sso'; userId: string; secondFactorAt?: Date }
  | { kind: 'support'; supportGrantId: string; minutes: number };

const HOUR = 3_600_000;

/** How long a session lives at most, and how long without a request. Staff and partners, who reach further, have less. */
const LIFETIME = {
  school: { total: 12 * HOUR, idle: 4 * HOUR },
  platform: { total: 8 * HOUR, idle: HOUR },
} as const;

// Without it a school that signs in at eight would sign in again at the same minute of the evening.
const JITTER_MS = 20 * 60_000;

/**
 * Starts a session in the current scope. The token is for the cookie alone; the database keeps its SHA-256, so that a
 * stolen backup signs nobody in. Every sign-in is a row of its own: eight at once are eight sessions.
 */
export async function startSession(
  database: Queryable,
  session: NewSession,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const scope = currentScope();
  const token = randomBytes(32).toString('base64url');
  const total =
    session.kind === 'support'
      ? session.minutes * 60_000
      : lifetime().total - Math.floor(Math.random() * JITTER_MS);
  const expiresAt = new Date(Date.now() + total);
  const { rows } = await database.query(
    `insert into user_sessions (kind, user_id, support_grant_id, token_hash, expires_at, second_factor_at, ip, user_agent)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      session.kind,
      session.kind === 'support' ? null : session.userId,
      session.kind === 'support' ? session.supportGrantId : null,
      sha256Hex(token),
      expiresAt,
      session.kind === 'support' ? null : (session.secondFactorAt ?? null),
      scope?.client?.address ?? null,
      scope?.client?.userAgent.slice(0, 400) ?? null,
    ],
  );
  return { id: String(rows[0]?.id), token, expiresAt };
}

// $1 hash of the token, $2 the longest silence in milliseconds.
const LIVING = `
  select id, kind, user_id, support_grant_id, second_factor_at,
         least(expires_at, last_seen_at + $2 * interval '1 millisecond') as expires_at,
         last_seen_at < now() - interval '1 minute' as unseen
    from user_sessions
   where token_hash = $1 and ended_at is null and expires_at > now()
     and last_seen_at > now() - $2 * interval '1 millisecond'`;

/*
 * Every request of a browser asks this: the session, its account, and at a school what its role may do. One statement of
 * 0.4 ms took the place of four and of Payload's way to a document.
 */
const PEOPLE = {
  tenant: `select s.*, to_jsonb(u) as person, to_jsonb(r) ->> 'row_scope' as row_scope,
         (select array_agg(p.code) from role_permissions p where p.role_id = r.id) as codes
    from (${LIVING}) s left join users u on u.id = s.user_id left join roles r on r.id = u.role_id`,
  // Staff and partners have no roles of schools, and their database role cannot read any.
  platform: `select s.*, to_jsonb(u) as person from (${LIVING}) s left join users u on u.id = s.user_id`,
};

export type PersonOfSession = {
  session: Session;
  /** The row of the account as the database has it; null for a session of support. */
  person: Record<string, unknown> | null;
  /** What the account's role may do at a school. */
  grants?: Grants;
};

/**
 * The living session of a token, of the current scope alone: a cookie of one school opens nothing at another. Notes at
 * most once a minute that it was seen.
 */
export async function findSession(database: Queryable, token: string): Promise<Session | undefined> {
  const row = await readSession(database, LIVING, token);
  return row && sessionOfRow(row);
}

/** The same with the account it belongs to and what that account may do. */
export async function findPersonOfSession(
  database: Queryable,
  token: string,
): Promise<PersonOfSession | undefined> {
  const isSchool = currentScope()?.kind === 'tenant';
  const row = await readSession(database, isSchool ? PEOPLE.tenant : PEOPLE.platform, token);
  if (!row) return undefined;
  const session = sessionOfRow(row);
  const { person, row_scope: rowScope } = row;
  return rowScope
    ? { session, person, grants: { codes: new Set(row.codes ?? []), rowScope } }
    : { session, person };
}

type SessionRow = {
  id: string;
  kind: SessionKind;
  user_id: string | null;
  support_grant_id: string | null;
  second_factor_at: Date | null;
  expires_at: Date;
  unseen: boolean;
  person: Record<string, unknown> | null;
  row_scope?: Grants['rowScope'] | null;
  codes?: string[] | null;
};

async function readSession(
  database: Queryable,
  statement: string,
  token: string,
): Promise<SessionRow | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const hash = sha256Hex(token);
  const { rows } = await database.query<SessionRow>(prepared(statement, [hash, lifetime().idle]));
  if (rows[0]?.unseen)
    await database.query('update user_sessions set last_seen_at = now() where token_hash = $1', [hash]);
  return rows[0];
}

function sessionOfRow(row: SessionRow): Session {
  return {
    id: row.id,
    kind: row.kind,
    userId: row.user_id,
    supportGrantId: row.support_grant_id,
    secondFactorAt: row.second_factor_at,
    expiresAt: row.expires_at,
  };
}

/** Ends sessions of the current scope: one, or all of a user but one. Returns how many ended. */
export async function endSessions(
  database: Queryable,
  which: { id: string; userId?: string } | { userId: string; except?: string },
): Promise<number> {
  const one = 'id' in which ? which.id : null;
  const { rowCount } = await database.query(
    `update user_sessions set ended_at = now()
      where ended_at is null and ($1::uuid is null or id = $1) and ($2::uuid is null or user_id = $2)
        and ($3::uuid is null or id <> $3)`,
    [one, which.userId ?? null, 'except' in which ? (which.except ?? null) : null],
  );
  return rowCount ?? 0;
}

function lifetime(): { total: number; idle: number } {
  return currentScope()?.kind === 'tenant' ? LIFETIME.school : LIFETIME.platform;
}
