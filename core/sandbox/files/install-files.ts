import type { Readable } from 'node:stream';
import { fileOf, type OwnFile } from './find-files.ts';
import type { PluginFileStore } from './keep-file.ts';
import { removeFiles } from './remove-files.ts';

export type ExportedFile = OwnFile & { open: () => Promise<Readable> };

/**
 * Everything an install kept, oldest first, for the export of an uninstall. In the scope of its school or as the
 * system. Contents are opened one by one, because together they may be as large as the quota.
 */
export async function exportInstallFiles(
  { pool, storage }: PluginFileStore,
  installId: string,
): Promise<ExportedFile[]> {
  const { rows } = await pool.query(
    "select * from plugin_files where install_id = $1 and state = 'stored' order by created_at, id",
    [installId],
  );
  return rows.map((row) => ({ ...fileOf(row), open: () => storage.stream(row.storage_key) }));
}

/**
 * Deletes every file of an install, objects and rows, those that were never finished too; answers what is gone. Can be
 * repeated after a failure. In the scope of its school or, for a school that can only be read, as the system.
 */
export async function deleteInstallFiles(
  { pool, storage }: PluginFileStore,
  installId: string,
): Promise<{ files: number; bytes: number }> {
  const gone = { files: 0, bytes: 0 };
  for (;;) {
    const { rows } = await pool.query(
      'select id, storage_key, bytes from plugin_files where install_id = $1 order by created_at, id limit 200',
      [installId],
    );
    if (rows.length === 0) return gone;
    await removeFiles(
      { pool, storage },
      rows.map((row) => ({ id: row.id, key: row.storage_key })),
    );
    gone.files += rows.length;
    gone.bytes += rows.reduce((sum, row) => sum + Number(row.bytes), 0);
  }
}
