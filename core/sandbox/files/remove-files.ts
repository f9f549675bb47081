import type pg from 'pg';
import type { Storage } from '../../storage/index.ts';

/**
 * Removes files of plugins: hidden first, then the object, then the row, so that a crash leaves a hidden row that
 * is cleared later and never an object that nobody knows of.
 */
export async function removeFiles(
  { pool, storage }: { pool: pg.Pool; storage: Storage },
  files: { id: string; key: string }[],
): Promise<void> {
  for (const { id, key } of files) {
    await pool.query("update plugin_files set state = 'leaving' where id = $1", [id]);
    await storage.remove(key);
    await pool.query('delete from plugin_files where id = $1', [id]);
  }
}
