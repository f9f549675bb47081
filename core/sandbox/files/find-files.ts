import type pg from 'pg';
import type { CapabilityOutput } from '../../../plugins/sdk/index.ts';
import { refuseCall } from '../capabilities/registry.ts';

export type OwnFile = CapabilityOutput<'files.get'>['file'];
export type StoredFile = { file: OwnFile; key: string };

/** A row of plugin_files as plugins see it. */
export function fileOf(row: Record<string, unknown>): OwnFile {
  return {
    fileId: String(row.id),
    name: String(row.name),
    contentType: row.content_type as OwnFile['contentType'],
    bytes: Number(row.bytes),
    sha256: String(row.sha256),
    createdAt: (row.created_at as Date).toISOString(),
  };
}

/** A file of an install in the school of the scope. Answers the plugin with file_unknown, also for another install's. */
export async function findFile(pool: pg.Pool, installId: string, fileId: string): Promise<StoredFile> {
  const { rows } = await pool.query(
    "select * from plugin_files where id = $1 and install_id = $2 and state = 'stored'",
    [fileId, installId],
  );
  if (rows[0] === undefined) refuseCall('file_unknown', 'There is no such file of this plugin.');
  return { file: fileOf(rows[0]), key: rows[0].storage_key };
}

/** Files of an install, newest first. A cursor that is none of ours begins at the top. */
export async function listFiles(
  pool: pg.Pool,
  installId: string,
  { limit = 50, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: OwnFile[]; cursor?: string }> {
  const { rows } = await pool.query(
    `select f.* from plugin_files f
      where install_id = $1 and state = 'stored'
        and ($2::uuid is null or (created_at, id) < (select created_at, id from plugin_files where id = $2 and install_id = $1))
      order by created_at desc, id desc limit $3`,
    [installId, readCursor(cursor), limit + 1],
  );
  const items = rows.slice(0, limit).map(fileOf);
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last ? { cursor: last.fileId } : {}) };
}

function readCursor(cursor: string | undefined): string | null {
  return cursor !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor) ? cursor : null;
}
