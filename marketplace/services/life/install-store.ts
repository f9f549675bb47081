import type { Readable } from 'node:stream';
import { AppError } from '../../../core/kernel/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import type { JsonValue, PluginManifest } from '../../../plugins/sdk/index.ts';

/** What an install keeps of its own, in the scope of its school. `expiries` are ISO 8601 in UTC. */
export type InstallData = {
  kv: Record<string, JsonValue>;
  records: Record<string, Record<string, Record<string, JsonValue>>>;
  expiries?: Record<string, string>;
};

/** One file of an install. */
export type StoredFile = { fileId: string; name: string; contentType: string; bytes: number; sha256: string };

/**
 * How the life of an install reaches what an add-on keeps, in the scope of its school. Handed in at the start of a process:
 * these functions live beside the cage, and the panel's bundle must not bring the cage along.
 */
export type InstallStore = {
  exportData(client: Queryable, installId: string): Promise<InstallData>;
  /** Puts `data` in the place of all that is kept; with a manifest it refuses what that version could not have written. */
  restoreData(
    client: Queryable,
    installId: string,
    data: InstallData,
    manifest?: PluginManifest,
  ): Promise<void>;
  deleteData(client: Queryable, installId: string): Promise<unknown>;
  /** The files of an install; contents are opened one by one, for together they may be large. */
  listFiles(installId: string): Promise<(StoredFile & { open: () => Promise<Readable> })[]>;
  /** Objects and rows; can be repeated after a failure. Takes part in no transaction: objects know none. */
  deleteFiles(installId: string): Promise<unknown>;
  putExport(key: string, body: Uint8Array): Promise<void>;
  removeExport(key: string): Promise<void>;
};

const KEY = Symbol.for('daftar.install-store');
const registry = globalThis as { [KEY]?: InstallStore };

/** Makes the store of this process known to endpoints; called at the start, and with undefined at the end. */
export function provideInstallStore(store: InstallStore | undefined): void {
  if (store === undefined) delete registry[KEY];
  else registry[KEY] = store;
}

/** The store of this process. Throws service.busy while the process starts or ends. */
export function installStore(): InstallStore {
  const store = registry[KEY];
  if (store === undefined) throw new AppError('service.busy');
  return store;
}
