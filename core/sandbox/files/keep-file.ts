import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { sha256Hex } from '../../kernel/index.ts';
import { type Storage, storageKey } from '../../storage/index.ts';
import { inTransaction, quotaError, requireTenant } from '../../tenancy/index.ts';
import { refuseCall } from '../capabilities/registry.ts';
import { type FileType, isContentOf } from './content.ts';
import { fileOf, type OwnFile } from './find-files.ts';
import { removeFiles } from './remove-files.ts';

export type PluginFileStore = { pool: pg.Pool; storage: Storage };

export type NewFile = { name: string; contentType: FileType; bytes: Uint8Array };

const MEGABYTE = 1024 * 1024;
/** Beside the quota, so that nobody fills the table with empty files. */
const MAX_FILES = 10_000;

/**
 * Keeps a file of an install in the school of the scope. The row takes its bytes of the quota before the object is
 * stored and is seen only afterwards; a row whose object never came is cleared by the next file. Answers the plugin
 * with quota_reached or content_type_wrong; throws quota.storage_reached when the school's plan takes no more files.
 */
export async function keepFile(
  { pool, storage }: PluginFileStore,
  { installId, quotaMegabytes }: { installId: string; quotaMegabytes: number },
  { name, contentType, bytes }: NewFile,
): Promise<OwnFile> {
  if (!isContentOf(contentType, bytes))
    refuseCall('content_type_wrong', `The content is not ${contentType}.`);
  const key = storageKey(requireTenant().id, 'plugin-files', randomBytes(18).toString('base64url'));
  await clearUnfinished({ pool, storage }, installId);
  const { id, row } = await inTransaction(pool, async (client) => {
    // One at a time for one install: what is summed up may not change before it is taken.
    await client.query("select pg_advisory_xact_lock(hashtextextended('plugin-files:' || $1, 0))", [
      installId,
    ]);
    const used = await client.query(
      'select coalesce(sum(bytes), 0) as bytes, count(*) as files from plugin_files where install_id = $1',
      [installId],
    );
    const { bytes: taken, files } = used.rows[0];
    if (Number(taken) + bytes.length > quotaMegabytes * MEGABYTE || Number(files) >= MAX_FILES)
      refuseCall('quota_reached', `The quota is ${quotaMegabytes} MB and ${MAX_FILES} files.`);
    const inserted = await client.query(
      `insert into plugin_files (install_id, name, content_type, bytes, sha256, storage_key)
       values ($1, $2, $3, $4, $5, $6) returning *`,
      [installId, name, contentType, bytes.length, sha256Hex(bytes), key],
    );
    return { id: String(inserted.rows[0].id), row: inserted.rows[0] };
  }).catch((error: unknown) => {
    throw quotaError(error) ?? error;
  });
  try {
    await storage.put(key, bytes, contentType);
  } catch (error) {
    await removeFiles({ pool, storage }, [{ id, key }]);
    throw error;
  }
  await pool.query("update plugin_files set state = 'stored' where id = $1 and state = 'storing'", [id]);
  return fileOf(row);
}

async function clearUnfinished(store: PluginFileStore, installId: string): Promise<void> {
  const { rows } = await store.pool.query(
    `select id, storage_key from plugin_files
      where install_id = $1 and (state = 'leaving' or (state = 'storing' and created_at < now() - interval '1 hour'))
      limit 50`,
    [installId],
  );
  await removeFiles(
    store,
    rows.map((row) => ({ id: row.id, key: row.storage_key })),
  );
}
