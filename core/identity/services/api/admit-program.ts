import { AppError, isInNetworks, sha256Hex, timingSafeEqualText } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { type Queryable, requireFeature } from '../../../tenancy/index.ts';
import { beginningOf } from './key-format.ts';
import { DEFAULT_REQUESTS_PER_MINUTE } from './keys.ts';
import { countWrong, mayTellDenied, refuseTooManyWrong } from './wrong-keys.ts';

/** A program that showed a credential which is good here and now. */
export type Program = { keyId: string; name: string; scopes: string[]; requestsPerMinute: number };

type KeyRow = {
  id: string;
  name: string;
  scopes: string[];
  allowed_addresses: string[] | null;
  requests_per_minute: number | null;
  revoked: boolean;
  expired: boolean;
  used_lately: boolean;
  secret_hash: string;
  previous_hash: string | null;
};

const COLUMNS = `k.id, k.name, k.scopes, k.allowed_addresses, k.requests_per_minute::int, k.revoked_at is not null as revoked,
  coalesce(k.last_used_at > now() - interval '1 minute', false) as used_lately`;

const KEY = `select ${COLUMNS}, coalesce(k.expires_at <= now(), false) as expired, s.secret_hash,
    case when s.previous_until > now() then s.previous_hash end as previous_hash
  from api_keys k join api_key_secrets s on s.key_id = k.id where k.prefix = $1 and k.kind = $2`;

const TOKEN = `select ${COLUMNS}, coalesce(k.expires_at <= now(), false) or t.expires_at <= now() as expired,
    t.scopes, t.token_hash as secret_hash, null as previous_hash
  from api_access_tokens t join api_keys k on k.id = t.key_id where t.token_hash = $1 and k.kind = 'oauth_client'`;

/**
 * The program behind a key or an access token, in the scope of the school whose host was called. Unknown, wrong, revoked
 * and expired ones, those of another school and those used from an address that is not allowed are refused alike, with
 * api.key_invalid; the school's audit trail says which it was. Also throws request.rate_limited after many wrong
 * ones, and plan.feature_missing.
 */
export async function admitProgram(
  database: Queryable,
  credential: string,
  address: string,
): Promise<Program> {
  const isToken = credential.startsWith('daftar_token_');
  const beginning = beginningOf(isToken ? 'token' : 'key', credential);
  await refuseTooManyWrong(address, beginning ?? '');
  if (beginning === undefined) throw await wrong(address, '');
  const hash = sha256Hex(credential);
  const row = await find(database, isToken ? [TOKEN, [hash]] : [KEY, [beginning, 'key']]);
  return admit(database, row, { hash, address, beginning });
}

/** The program behind a client_id and its secret; refusals as those of admitProgram. */
export async function admitClient(
  database: Queryable,
  client: { id: string; secret: string },
  address: string,
): Promise<Program> {
  await refuseTooManyWrong(address, client.id);
  if (beginningOf('client_secret', client.secret) === undefined) throw await wrong(address, client.id);
  const row = await find(database, [KEY, [client.id, 'oauth_client']]);
  return admit(database, row, { hash: sha256Hex(client.secret), address, beginning: client.id });
}

async function find(database: Queryable, [sql, values]: [string, unknown[]]): Promise<KeyRow | undefined> {
  return (await database.query(sql, values)).rows[0] as KeyRow | undefined;
}

type Shown = { hash: string; address: string; beginning: string };

async function admit(database: Queryable, row: KeyRow | undefined, shown: Shown): Promise<Program> {
  // Both comparisons are made whatever was found, so that time tells nothing about which keys exist.
  const isCurrent = timingSafeEqualText(shown.hash, row?.secret_hash ?? '');
  const isPrevious = timingSafeEqualText(shown.hash, row?.previous_hash ?? '');
  if (row === undefined) throw await wrong(shown.address, shown.beginning);
  const reason = reasonAgainst(row, isCurrent || isPrevious, shown.address);
  if (reason !== undefined) {
    await tellDenied(database, row, reason);
    throw await wrong(shown.address, shown.beginning);
  }
  try {
    await requireFeature(database, 'api_access');
  } catch (error) {
    await tellDenied(database, row, 'plan');
    throw error;
  }
  if (!row.used_lately) await stampUse(database, row.id, shown.address);
  return {
    keyId: row.id,
    name: row.name,
    scopes: row.scopes,
    requestsPerMinute: row.requests_per_minute ?? DEFAULT_REQUESTS_PER_MINUTE,
  };
}

function reasonAgainst(row: KeyRow, isRight: boolean, address: string): string | undefined {
  if (!isRight) return 'secret';
  if (row.revoked) return 'revoked';
  if (row.expired) return 'expired';
  const networks = row.allowed_addresses ?? [];
  return networks.length > 0 && !isInNetworks(address, networks) ? 'address' : undefined;
}

async function wrong(address: string, beginning: string): Promise<AppError> {
  await countWrong(address, beginning);
  return new AppError('api.key_invalid');
}

// A program that goes on with a dead key would fill the trail: one entry a minute for each reason.
async function tellDenied(database: Queryable, row: KeyRow, reason: string): Promise<void> {
  if (!(await mayTellDenied(`${row.id}:${reason}`))) return;
  await recordAudit(database, {
    category: 'sign_in',
    action: 'api_keys.use',
    outcome: 'denied',
    actor: { kind: 'api_key', id: row.id, label: row.name },
    subject: { collection: 'api-keys', id: row.id, label: row.name },
    details: { reason },
  });
}

async function stampUse(database: Queryable, id: string, address: string): Promise<void> {
  await database.query(
    `update api_keys set last_used_at = now(), last_used_from = $2
      where id = $1 and coalesce(last_used_at <= now() - interval '1 minute', true)`,
    [id, address.slice(0, 64)],
  );
}
