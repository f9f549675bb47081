import { sha256Hex } from '../../../core/kernel/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import { canonicalJson } from '../../../plugins/sdk/registry.ts';
import { splitSecrets } from '../secret-settings.ts';
import type { InstallStore, StoredFile } from './install-store.ts';
import type { LockedInstall } from './move-install.ts';

/** Everything an install keeps, secrets apart, in the form whose hash is in the deletion certificate. */
export type InstallContent = {
  settings: Record<string, unknown>;
  kv: Record<string, unknown>;
  records: Record<string, Record<string, Record<string, unknown>>>;
  files: StoredFile[];
};

/** Reads what an install keeps, in the scope of its school. Values of secrets are left out. */
export async function readContent(
  client: Queryable,
  store: InstallStore,
  install: Pick<LockedInstall, 'id' | 'manifest' | 'settings'>,
): Promise<InstallContent> {
  const { kv, records } = await store.exportData(client, install.id);
  const files = (await store.listFiles(install.id)).map(({ fileId, name, contentType, bytes, sha256 }) => ({
    fileId,
    name,
    contentType,
    bytes,
    sha256,
  }));
  return {
    settings: splitSecrets(install.manifest, install.settings).settings,
    kv,
    records,
    files: files.sort((a, b) => (a.fileId < b.fileId ? -1 : 1)),
  };
}

/** The hash that export and certificate share, over canonical JSON. */
export function contentHash(content: InstallContent): string {
  return sha256Hex(canonicalJson(content));
}
