import { sha256Hex } from '../../kernel/index.ts';
import { noteStoredFile, type Storage, storageKey } from '../../storage/index.ts';
import { brandingOf, type Queryable, requireTenant } from '../../tenancy/index.ts';
import type { Letterhead } from './types.ts';

/**
 * The head of the school's papers as it is now. The logo is copied into the archive under the hash of its bytes, because
 * a school that changes its logo takes the old one away, and papers that were issued still show it.
 */
export async function currentLetterhead(client: Queryable, storage: Storage): Promise<Letterhead> {
  const tenant = requireTenant();
  const { name, nameAr, colour, logoKey } = brandingOf(tenant);
  const head = { name: { en: name, ar: nameAr }, colour };
  const bytes = logoKey === null ? undefined : await storage.get(logoKey).catch(() => undefined);
  if (bytes === undefined) return head;
  const key = storageKey(tenant.id, 'letterheads', sha256Hex(bytes));
  await storage.put(key, bytes, 'application/octet-stream');
  await noteStoredFile(client, { key, bytes: bytes.byteLength });
  return { ...head, logoKey: key };
}
