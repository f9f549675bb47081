import { keyring } from '../../core/kernel/index.ts';
import { signLink } from '../../core/storage/index.ts';
import type { Queryable } from '../../core/tenancy/index.ts';

const SECONDS = 10 * 60;

/** A link to a stored file of an install, for the person who was just offered it; undefined when there is no such file. */
export async function fileLink(
  pool: Queryable,
  installId: string,
  fileId: string,
): Promise<string | undefined> {
  const { rows } = await pool.query(
    "select name, storage_key from plugin_files where id = $1 and install_id = $2 and state = 'stored'",
    [fileId, installId],
  );
  const [file] = rows;
  if (file === undefined) return undefined;
  const expiresAt = Math.floor(Date.now() / 1000) + SECONDS;
  return signLink(keyring().current, { key: file.storage_key, fileName: file.name, expiresAt });
}
