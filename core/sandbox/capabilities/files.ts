import { keyring } from '../../kernel/index.ts';
import { signLink } from '../../storage/index.ts';
import { ownAddress } from '../../tenancy/index.ts';
import { findFile, listFiles } from '../files/find-files.ts';
import { keepFile, type PluginFileStore } from '../files/keep-file.ts';
import { removeFiles } from '../files/remove-files.ts';
import { type AnyCapability, type Capability, refuseCall } from './registry.ts';

const DEFAULT_LINK_SECONDS = 3_600;

function put(store: PluginFileStore): Capability<'files.put'> {
  return {
    name: 'files.put',
    run: async ({ installId, manifest }, { name, contentType, text, base64 }) => {
      if ((text === undefined) === (base64 === undefined))
        refuseCall('content_missing', 'Give the content once, as text or as base64.');
      const bytes = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text, 'utf8');
      const limits = { installId, quotaMegabytes: manifest.storage.megabytes };
      return keepFile(store, limits, { name, contentType, bytes });
    },
  };
}

function get({ pool, storage }: PluginFileStore): Capability<'files.get'> {
  return {
    name: 'files.get',
    run: async ({ installId }, { fileId }) => {
      const { file, key } = await findFile(pool, installId, fileId);
      // Twice the largest payload of a class: it could not be handed over, so it is not read either.
      if (file.bytes > 1_048_576) refuseCall('answer_too_large', 'The file is too large to be read back.');
      return { file, base64: Buffer.from(await storage.get(key)).toString('base64') };
    },
  };
}

function list({ pool }: PluginFileStore): Capability<'files.list'> {
  return { name: 'files.list', run: ({ installId }, input) => listFiles(pool, installId, input) };
}

function link({ pool }: PluginFileStore): Capability<'files.link'> {
  return {
    name: 'files.link',
    run: async ({ installId }, { fileId, expiresInSeconds = DEFAULT_LINK_SECONDS }) => {
      const { file, key } = await findFile(pool, installId, fileId);
      const expiresAt = Math.floor(Date.now() / 1000) + expiresInSeconds;
      return { url: ownAddress() + signLink(keyring().current, { key, fileName: file.name, expiresAt }) };
    },
  };
}

function remove(store: PluginFileStore): Capability<'files.delete'> {
  return {
    name: 'files.delete',
    run: async ({ installId }, { fileId }) => {
      const { rows } = await store.pool.query(
        "select id, storage_key from plugin_files where id = $1 and install_id = $2 and state = 'stored'",
        [fileId, installId],
      );
      await removeFiles(
        store,
        rows.map((row) => ({ id: row.id, key: row.storage_key })),
      );
      return null;
    },
  };
}

/** `files.*`: files of the install that runs the call, in the scope of its school; no path or key is ever an argument. */
export function fileCapabilities(store: PluginFileStore): AnyCapability[] {
  return [put(store), get(store), list(store), link(store), remove(store)];
}
