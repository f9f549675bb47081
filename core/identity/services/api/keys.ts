import type pg from 'pg';
import { AppError, parseNetworks, sha256Hex } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { type Grants, inTransaction, type Queryable, requireFeature } from '../../../tenancy/index.ts';
import { newCredential, newPrefix } from './key-format.ts';
import { checkScopes } from './scopes.ts';

/** Who makes, rolls or revokes a key, and what they hold. */
export type Maker = { id: string; label: string; grants: Grants };

export type NewKey = {
  name: string;
  kind: 'key' | 'oauth_client';
  /** Permission codes. */
  scopes: string[];
  expiresInDays: number;
  /** Addresses and networks in CIDR form; none means from everywhere. */
  allowedAddresses: string[];
  requestsPerMinute: number;
};

/** The only time the secret is told; the database keeps its SHA-256. */
export type ShownOnce = { id: string; prefix: string; secret: string };

export const DEFAULT_REQUESTS_PER_MINUTE = 600;
export const MAX_OVERLAP_HOURS = 24;
const MAX_NETWORKS = 50;

/**
 * Makes a key or an OAuth 2 client. Its scopes are fixed for its life and never more than its maker holds.
 * Throws plan.feature_missing, the errors of checkScopes, or api.addresses_invalid.
 */
export async function createKey(pool: pg.Pool, wish: NewKey, maker: Maker): Promise<ShownOnce> {
  await requireFeature(pool, 'api_access');
  const scopes = [...new Set(wish.scopes)];
  checkScopes(scopes, maker.grants);
  const networks = readNetworks(wish.allowedAddresses);
  const prefix = newPrefix(wish.kind);
  const secret = newCredential(wish.kind === 'key' ? 'key' : 'client_secret', prefix);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `insert into api_keys (name, prefix, kind, scopes, allowed_addresses, requests_per_minute, expires_at, created_by_id)
       values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7), $8) returning id`,
      [
        wish.name,
        prefix,
        wish.kind,
        JSON.stringify(scopes),
        JSON.stringify(networks),
        wish.requestsPerMinute,
        wish.expiresInDays,
        maker.id,
      ],
    );
    const id = String(rows[0]?.id);
    await client.query('insert into api_key_secrets (key_id, secret_hash) values ($1, $2)', [
      id,
      sha256Hex(secret),
    ]);
    const { name, kind, requestsPerMinute, expiresInDays } = wish;
    const after = { name, kind, scopes, allowedAddresses: networks, requestsPerMinute, expiresInDays };
    await recordAudit(client, { ...entry('create', maker, { id, name, prefix }), after });
    return { id, prefix, secret };
  });
}

/**
 * Gives a key a new secret; the one before goes on for `overlapHours` (0 to 24), an older one stops now. Whoever rolls a
 * key holds its secret afterwards, so they must hold its scopes. Throws resource.not_found, api.key_ended, or the errors
 * of checkScopes.
 */
export async function rollKey(
  pool: pg.Pool,
  wish: { id: string; overlapHours: number },
  maker: Maker,
): Promise<ShownOnce> {
  await requireFeature(pool, 'api_access');
  return inTransaction(pool, async (client) => {
    const key = await lockKey(client, wish.id);
    if (key.ended) throw new AppError('api.key_ended');
    checkScopes(key.scopes, maker.grants);
    const secret = newCredential(key.kind === 'key' ? 'key' : 'client_secret', key.prefix);
    await client.query(
      `update api_key_secrets
          set previous_hash = case when $3 > 0 then secret_hash end,
              previous_until = case when $3 > 0 then now() + make_interval(hours => $3) end,
              secret_hash = $2, created_at = now()
        where key_id = $1`,
      [wish.id, sha256Hex(secret), wish.overlapHours],
    );
    // Without an overlap the old secret is thought lost, and so is what was got with it.
    if (wish.overlapHours === 0) await endTokens(client, wish.id);
    const details = { overlapHours: wish.overlapHours };
    await recordAudit(client, { ...entry('roll', maker, key), details });
    return { id: wish.id, prefix: key.prefix, secret };
  });
}

/** Ends a key and its access tokens with the next request. Doing it twice is no error. Throws resource.not_found. */
export async function revokeKey(pool: pg.Pool, id: string, maker: Omit<Maker, 'grants'>): Promise<void> {
  await inTransaction(pool, async (client) => {
    const key = await lockKey(client, id);
    if (key.revoked) return;
    await client.query('update api_keys set revoked_at = now(), updated_at = now() where id = $1', [id]);
    await endTokens(client, id);
    await recordAudit(client, entry('revoke', maker, key));
  });
}

type LockedKey = {
  id: string;
  name: string;
  prefix: string;
  kind: 'key' | 'oauth_client';
  scopes: string[];
  revoked: boolean;
  ended: boolean;
};

async function lockKey(client: Queryable, id: string): Promise<LockedKey> {
  const { rows } = await client.query(
    `select id, name, prefix, kind, scopes, revoked_at is not null as revoked,
            revoked_at is not null or coalesce(expires_at <= now(), false) as ended
       from api_keys where id = $1 for update`,
    [id],
  );
  if (rows[0] === undefined) throw new AppError('resource.not_found');
  return rows[0] as LockedKey;
}

async function endTokens(client: Queryable, keyId: string): Promise<void> {
  await client.query('delete from api_access_tokens where key_id = $1', [keyId]);
}

function entry(
  deed: 'create' | 'roll' | 'revoke',
  maker: Omit<Maker, 'grants'>,
  key: { id: string; name: string; prefix: string },
) {
  return {
    category: 'admin',
    action: `api_keys.${deed}`,
    actor: { kind: 'user', id: maker.id, label: maker.label },
    subject: { collection: 'api-keys', id: key.id, label: `${key.name} (${key.prefix})` },
  } as const;
}

function readNetworks(entries: readonly string[]): string[] {
  const { networks, invalid } = parseNetworks(entries.join('\n'));
  const refused = invalid[0] ?? networks[MAX_NETWORKS];
  if (refused !== undefined) throw new AppError('api.addresses_invalid', { entry: refused.slice(0, 60) });
  return [...new Set(networks)];
}
