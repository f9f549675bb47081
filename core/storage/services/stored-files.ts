import { type Queryable, quotaError } from '../../tenancy/index.ts';

/**
 * Writes down that the school of the scope keeps a file in the store, so that its bytes count as its storage, in the caller's
 * transaction. Not for files of add-ons, which have rows of their own, and not for exports. Throws quota.storage_reached.
 */
export async function noteStoredFile(
  client: Queryable,
  { key, bytes }: { key: string; bytes: number },
): Promise<void> {
  const kind = key.split('/')[1];
  try {
    await client.query(
      `insert into stored_files (kind, storage_key, bytes) values ($1, $2, $3) on conflict (tenant_id, storage_key) do nothing`,
      [kind, key, bytes],
    );
  } catch (error) {
    throw quotaError(error) ?? error;
  }
}

/** The file is gone, or about to be. */
export async function forgetStoredFile(client: Queryable, key: string): Promise<void> {
  await client.query('delete from stored_files where storage_key = $1', [key]);
}
