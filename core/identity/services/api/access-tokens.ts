import type pg from 'pg';
import { sha256Hex } from '../../../kernel/index.ts';
import { inTransaction, type Queryable } from '../../../tenancy/index.ts';
import type { Program } from './admit-program.ts';
import { newCredential } from './key-format.ts';
import { narrowScopes } from './scopes.ts';

export const TOKEN_SECONDS = 3600;

export type AccessToken = { token: string; scope: string };

/**
 * A new opaque access token of an OAuth 2 client, good for an hour; undefined when a scope is not the client's. Only its
 * SHA-256 is kept. It stops at once when the client is revoked.
 */
export async function issueToken(
  pool: pg.Pool,
  client: Program,
  asked: string | undefined,
): Promise<AccessToken | undefined> {
  const narrowed = narrowScopes(asked, client.scopes);
  if (narrowed === undefined) return undefined;
  const token = newCredential('token', '');
  await inTransaction(pool, async (database) => {
    await database.query('delete from api_access_tokens where key_id = $1 and expires_at <= now()', [
      client.keyId,
    ]);
    await database.query(
      `insert into api_access_tokens (key_id, token_hash, scopes, expires_at)
       values ($1, $2, $3, now() + make_interval(secs => $4))`,
      [client.keyId, sha256Hex(token), JSON.stringify(narrowed.held), TOKEN_SECONDS],
    );
  });
  return { token, scope: narrowed.scope };
}

/** Ends a token if it is this client's; a token of somebody else or of nobody is left and no error (RFC 7009, 2.2). */
export async function endToken(database: Queryable, client: Program, token: string): Promise<void> {
  await database.query('delete from api_access_tokens where key_id = $1 and token_hash = $2', [
    client.keyId,
    sha256Hex(token),
  ]);
}
