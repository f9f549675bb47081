import { hash } from 'node:crypto';
import type { AnyCapability, Capability } from '../../../../core/sandbox/cage.ts';
import { refuseCall } from '../../../../core/sandbox/cage.ts';
import type { JsonValue } from '../../contract/texts.ts';
import { demoId } from '../demo-values.ts';
import { pageAfter, reserveKey, type SchoolState } from '../school-state.ts';
import { recordCapabilities } from './records.ts';

const MAX_VALUE_BYTES = 32 * 1024;

/** Keys, own collections and files of the install, with the quotas of its manifest. */
export function storageCapabilities(state: SchoolState): AnyCapability[] {
  return [...kvCapabilities(state), ...recordCapabilities(state), ...fileCapabilities(state)];
}

function kvCapabilities(state: SchoolState): AnyCapability[] {
  const read = (key: string): JsonValue | undefined => {
    const entry = state.kv.get(key);
    if (entry?.expiresAt === undefined || entry.expiresAt > state.now) return entry?.value;
    state.kv.delete(key);
    return undefined;
  };
  const write = (key: string, value: JsonValue, expiresAt?: number): void => {
    if (Buffer.byteLength(JSON.stringify(value)) > MAX_VALUE_BYTES)
      refuseCall('value_too_large', 'A value has at most 32 KB.');
    if (!state.kv.has(key)) reserveKey(state);
    state.kv.set(key, { value, expiresAt });
  };
  const get: Capability<'kv.get'> = {
    name: 'kv.get',
    run: async (_context, { key }) => ({ value: read(key) ?? null }),
  };
  const set: Capability<'kv.set'> = {
    name: 'kv.set',
    run: async (_context, { key, value, expiresInSeconds }) => {
      write(key, value, expiresInSeconds === undefined ? undefined : state.now + expiresInSeconds * 1000);
      return null;
    },
  };
  const increment: Capability<'kv.increment'> = {
    name: 'kv.increment',
    run: async (_context, { key, by }) => {
      const before = read(key) ?? 0;
      if (typeof before !== 'number' || !Number.isInteger(before))
        return refuseCall('not_a_number', `${key} holds no whole number.`);
      write(key, before + by, state.kv.get(key)?.expiresAt);
      return { value: before + by };
    },
  };
  const remove: Capability<'kv.delete'> = {
    name: 'kv.delete',
    run: async (_context, { key }) => {
      state.kv.delete(key);
      return null;
    },
  };
  const list: Capability<'kv.list'> = {
    name: 'kv.list',
    run: async (_context, { prefix = '', ...page }) => {
      const keys = [...state.kv.keys()].filter((key) => key.startsWith(prefix)).sort();
      const items = keys.flatMap((key) => {
        const value = read(key);
        return value === undefined ? [] : [{ key, value }];
      });
      return pageAfter(items, (item) => item.key, page);
    },
  };
  return [get, set, increment, remove, list];
}

function fileCapabilities(state: SchoolState): AnyCapability[] {
  const find = (fileId: string) =>
    state.files.get(fileId) ?? refuseCall('file_unknown', 'There is no such file of this plugin.');
  const put: Capability<'files.put'> = {
    name: 'files.put',
    run: async (_context, { name, contentType, text, base64 }) => {
      if (text === undefined && base64 === undefined)
        return refuseCall('content_missing', 'Give the content as text or as base64.');
      const content = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
      return keepFile(state, { name, contentType, content });
    },
  };
  const get: Capability<'files.get'> = {
    name: 'files.get',
    run: async (_context, { fileId }) => {
      const { file, content } = find(fileId);
      return { file: file as never, base64: content.toString('base64') };
    },
  };
  const list: Capability<'files.list'> = {
    name: 'files.list',
    run: async (_context, page) => {
      const files = [...state.files.values()].map(({ file }) => file).reverse();
      return pageAfter(files, (file) => file.fileId, page) as never;
    },
  };
  const link: Capability<'files.link'> = {
    name: 'files.link',
    run: async (_context, { fileId, expiresInSeconds = 600 }) => {
      find(fileId);
      return {
        url: `https://files.example/${fileId}?expires=${Math.round(state.now / 1000) + expiresInSeconds}`,
      };
    },
  };
  const remove: Capability<'files.delete'> = {
    name: 'files.delete',
    run: async (_context, { fileId }) => {
      state.files.delete(fileId);
      return null;
    },
  };
  return [put, get, list, link, remove];
}

/** Keeps a file within the quota of megabytes. Refuses with quota_reached. */
export function keepFile(
  state: SchoolState,
  {
    name,
    contentType,
    content,
  }: {
    name: string;
    contentType:
      | 'application/pdf'
      | 'application/json'
      | 'text/csv'
      | 'text/plain'
      | 'image/png'
      | 'image/jpeg';
    content: Buffer;
  },
) {
  const used = [...state.files.values()].reduce((sum, { file }) => sum + file.bytes, 0);
  if (used + content.length > state.manifest.storage.megabytes * 1024 * 1024)
    refuseCall('quota_reached', `The plugin may keep ${state.manifest.storage.megabytes} MB of files.`);
  const file = {
    fileId: demoId('file', state.files.size + 1),
    name,
    contentType,
    bytes: content.length,
    sha256: hash('sha256', content),
    createdAt: new Date(state.now).toISOString(),
  };
  state.files.set(file.fileId, { file, content });
  return file;
}
