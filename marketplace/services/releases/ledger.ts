import { sha256Hex } from '../../../core/kernel/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import { canonicalJson } from '../../../plugins/sdk/registry.ts';

export type ReleaseAction = 'publish' | 'deprecate' | 'yank' | 'revoke';

export type ReleaseEntry = {
  seq: number;
  pluginId: string;
  version: string;
  /** Identity of the version: its manifest and code. */
  sha256: string;
  action: ReleaseAction;
  reason: string | null;
  actor: string;
  /** ISO 8601 in UTC. */
  at: string;
  previousHash: string;
  hash: string;
};

/** What the first entry has for its predecessor. */
const GENESIS = '0'.repeat(64);

/**
 * Appends to the ledger of releases, in the transaction of the change it tells of: each entry carries the hash of the one
 * before, so that none can be changed, taken out or put in without all later ones telling. Needs the platform's scope.
 */
export async function appendRelease(
  client: Queryable,
  entry: Omit<ReleaseEntry, 'seq' | 'at' | 'previousHash' | 'hash'>,
): Promise<void> {
  // One chain for the platform: whoever appends waits for the one before.
  await client.query("select pg_advisory_xact_lock(hashtext('plugin_releases'))");
  const { rows } = await client.query(
    'select seq::int as seq, hash from plugin_releases order by plugin_releases.seq desc limit 1',
  );
  const { pluginId, version, sha256, action, reason, actor } = entry;
  const body = {
    seq: (rows[0]?.seq ?? 0) + 1,
    pluginId,
    version,
    sha256,
    action,
    reason,
    actor,
    at: new Date().toISOString(),
    previousHash: rows[0]?.hash ?? GENESIS,
  };
  await client.query(
    `insert into plugin_releases (seq, plugin_id, version, sha256, action, reason, actor, at, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [body.seq, pluginId, version, sha256, action, reason, actor, body.at, body.previousHash, hashOf(body)],
  );
}

/** Reads the ledger, oldest first. */
export async function readLedger(client: Queryable, pluginId?: string): Promise<ReleaseEntry[]> {
  const { rows } = await client.query(
    `select seq::int as seq, plugin_id as "pluginId", version, sha256, action, reason, actor, at, previous_hash as "previousHash", hash
       from plugin_releases where $1::text is null or plugin_id = $1 order by plugin_releases.seq`,
    [pluginId ?? null],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Computes the whole chain again. Answers the number of the first entry that does not fit, or undefined when all do. */
export function findBreak(entries: readonly ReleaseEntry[]): number | undefined {
  let previousHash = GENESIS;
  let seq = 0;
  for (const { hash, ...body } of entries) {
    seq += 1;
    if (body.seq !== seq || body.previousHash !== previousHash || hashOf(body) !== hash) return seq;
    previousHash = hash;
  }
  return undefined;
}

function hashOf(body: Omit<ReleaseEntry, 'hash'>): string {
  const { seq, pluginId, version, sha256, action, reason, actor, at, previousHash } = body;
  return sha256Hex(
    canonicalJson({ seq, pluginId, version, sha256, action, reason, actor, at, previousHash }),
  );
}
