import type pg from 'pg';
import { inTransaction, type Queryable } from '../../../tenancy/index.ts';
import { type CapabilityContext, refuseCall } from '../registry.ts';

/** The largest value or record, as JSON in UTF-8. */
export const MAX_VALUE_BYTES = 32 * 1024;
/** Where a page of a list ends before its limit, so that it fits into an interactive answer. */
export const MAX_PAGE_BYTES = 40 * 1024;

/**
 * Runs a write that may add a key or a record, in a transaction that is undone with `quota_reached` when the install then
 * holds more than its manifest says. `work` answers undefined when nothing was added. Exact under any number of writers:
 * the trigger behind the write has locked the install's counter until the transaction ends.
 */
export function withinQuota<T>(
  pool: pg.Pool,
  { installId, manifest }: Pick<CapabilityContext, 'installId' | 'manifest'>,
  work: (client: Queryable) => Promise<{ added: boolean; value: T }>,
): Promise<T> {
  return inTransaction(pool, async (client) => {
    const { added, value } = await work(client);
    const { keys } = manifest.storage;
    if (!added || (await countEntries(client, installId)) <= keys) return value;
    await forgetExpired(client, installId);
    if ((await countEntries(client, installId)) > keys)
      refuseCall(
        'quota_reached',
        `The plugin may keep ${keys} keys and records (storage.keys of its manifest).`,
      );
    return value;
  });
}

/** Keys and records that an install holds, expired keys that nobody has swept yet included. */
export async function countEntries(client: Queryable, installId: string): Promise<number> {
  const { rows } = await client.query('select entries from plugin_storage where install_id = $1', [
    installId,
  ]);
  return Number(rows[0]?.entries ?? 0);
}

// Skips what another call is writing at this moment: waiting for it, with the counter locked, could wait in a circle.
async function forgetExpired(client: Queryable, installId: string): Promise<void> {
  await client.query(
    `delete from plugin_kv where install_id = $1 and key in (
       select key from plugin_kv where install_id = $1 and expires_at <= now() for update skip locked)`,
    [installId],
  );
}

/** The text of a value for the store; refuses one beyond the limit with the code given. */
export function storedText(value: unknown, code: string): string {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > MAX_VALUE_BYTES)
    refuseCall(code, `The value has ${bytes} bytes as JSON; at most ${MAX_VALUE_BYTES} are kept.`);
  return text;
}
