import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../kernel/index.ts';
import { currentScope, prepared, type Queryable } from '../../../tenancy/index.ts';

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

// $1 hash of the token, $2 the longest silence in milliseconds. Every request of a browser asks this.
const FIND_SESSION = `
  select id, kind, user_id, support_grant_id, second_factor_at,
         least(expires_at, last_seen_at + $2 * interval '1 millisecond') as expires_at,
         last_seen_at < now() - interval '1 minute' as unseen
    from user_sessions
   where token_hash = $1 and ended_at is null and expires_at > now()
     and last_seen_at > now() - $2 * interval '1 millisecond'`;

/**
 * The living session of a token, of the current scope alone: a cookie of one school opens nothing at another. Notes at
 * most once a minute that it was seen.
 */
export async function findSession(database: Queryable, token: string): Promise<Session | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const hash = sha256Hex(token);
  const { rows } = await database.query(prepared(FIND_SESSION, [hash, lifetime().idle]));
  const row = rows[0];
  if (!row) return undefined;
  if (row.unseen)
    await database.query('update user_sessions set last_seen_at = now() where token_hash = $1', [hash]);
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
