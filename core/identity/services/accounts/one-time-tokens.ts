import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';

export type TokenPurpose = 'reset' | 'invite' | 'sign_in' | 'sso_state' | 'sso_finish' | 'support_entry';

export type OneTimeToken = { id: string; userId: string | null; data: Record<string, unknown> };

/** Makes a token that works once, in the current scope. Only its hash is kept. */
export async function makeToken(
  database: Queryable,
  token: { purpose: TokenPurpose; userId?: string; minutes: number; data?: Record<string, unknown> },
): Promise<string> {
  const value = randomBytes(32).toString('base64url');
  await database.query(
    `insert into one_time_tokens (purpose, user_id, token_hash, data, expires_at)
     values ($1, $2, $3, $4, now() + $5 * interval '1 minute')`,
    [token.purpose, token.userId ?? null, sha256Hex(value), JSON.stringify(token.data ?? {}), token.minutes],
  );
  return value;
}

/** Uses a token up and returns what it stood for; undefined when it is unknown, used, expired or not a text. */
export async function spendToken(
  database: Queryable,
  purpose: TokenPurpose,
  value: unknown,
): Promise<OneTimeToken | undefined> {
  if (!isTokenShaped(value)) return undefined;
  const { rows } = await database.query(
    `update one_time_tokens set used_at = now()
      where purpose = $1 and token_hash = $2 and used_at is null and expires_at > now()
      returning id, user_id, data`,
    [purpose, sha256Hex(value)],
  );
  return rows[0] ? { id: rows[0].id, userId: rows[0].user_id, data: rows[0].data } : undefined;
}

/**
 * Looks at a token without using it up and counts the attempt; undefined after `attempts` looks. For steps in which a
 * person may mistype.
 */
export async function tryToken(
  database: Queryable,
  purpose: TokenPurpose,
  value: unknown,
  attempts: number,
): Promise<OneTimeToken | undefined> {
  if (!isTokenShaped(value)) return undefined;
  const { rows } = await database.query(
    `update one_time_tokens set attempts = attempts + 1
      where purpose = $1 and token_hash = $2 and used_at is null and expires_at > now() and attempts < $3
      returning id, user_id, data`,
    [purpose, sha256Hex(value), attempts],
  );
  return rows[0] ? { id: rows[0].id, userId: rows[0].user_id, data: rows[0].data } : undefined;
}

function isTokenShaped(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value);
}
