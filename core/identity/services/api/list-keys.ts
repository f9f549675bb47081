import type { Queryable } from '../../../tenancy/index.ts';

export type KeySummary = {
  id: string;
  name: string;
  prefix: string;
  kind: 'key' | 'oauth_client';
  scopes: string[];
  allowedAddresses: string[];
  requestsPerMinute: number;
  createdAt: string;
  createdBy: string | null;
  expiresAt: string | null;
  lastUsedAt: string | null;
  lastUsedFrom: string | null;
  /** Until when the secret before the last roll still works. */
  overlapUntil: string | null;
  state: 'active' | 'expired' | 'revoked';
};

/** The keys of the school, working ones first, the newest on top; at most 200. Never a secret, and no hash of one. */
export async function listKeys(database: Queryable): Promise<KeySummary[]> {
  const { rows } = await database.query(
    `select k.id, k.name, k.prefix, k.kind, coalesce(k.scopes, '[]') as scopes,
            coalesce(k.allowed_addresses, '[]') as "allowedAddresses",
            k.requests_per_minute::int as "requestsPerMinute", k.created_at as "createdAt",
            coalesce(u.display_name, u.email) as "createdBy", k.expires_at as "expiresAt",
            k.last_used_at as "lastUsedAt", k.last_used_from as "lastUsedFrom",
            case when s.previous_until > now() then s.previous_until end as "overlapUntil",
            case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end as state
       from api_keys k left join api_key_secrets s on s.key_id = k.id left join users u on u.id = k.created_by_id
      order by (k.revoked_at is null and coalesce(k.expires_at > now(), true)) desc, k.created_at desc, k.id
      limit 200`,
  );
  // Dates as texts, as they arrive in a browser too.
  return JSON.parse(JSON.stringify(rows)) as KeySummary[];
}
