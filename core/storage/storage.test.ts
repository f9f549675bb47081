import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../kernel/index.ts';
import { openStorage, type Storage, storageKey } from './index.ts';

type S3rver = new (
  options: Record<string, unknown>,
) => { run: () => Promise<{ port: number }>; close: () => Promise<void> };
const S3 = createRequire(import.meta.url)('s3rver') as S3rver;

const TENANT = randomUUID();
const folder = mkdtempSync(path.join(tmpdir(), 'daftar-storage-'));
let server: InstanceType<S3rver>;
const stores: Record<string, Storage> = {};

beforeAll(async () => {
  server = new S3({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: path.join(folder, 's3'),
    configureBuckets: [{ name: 'daftar' }],
  });
  const { port } = await server.run();
  stores.disk = openStorage(readSettings({ DAFTAR_DATA_DIR: path.join(folder, 'disk') }));
  stores.S3 = openStorage(
    readSettings({
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: 'daftar',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    }),
  );
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['disk', 'S3'])('files on %s', (kind) => {
  const store = () => {
    const found = stores[kind];
    if (!found) throw new Error('no store');
    return found;
  };

  it('should give back what was put, whole and as a stream', async () => {
    const key = storageKey(TENANT, 'imports', randomUUID());
    await store().put(key, Buffer.from('محتوى'), 'application/zip');
    expect(Buffer.from(await store().get(key)).toString()).toBe('محتوى');
    expect(await text(await store().stream(key))).toBe('محتوى');
    await store().put(key, Buffer.from('second'), 'application/zip');
    expect(Buffer.from(await store().get(key)).toString()).toBe('second');
  });

  it('should not know a file that was removed', async () => {
    const key = storageKey(TENANT, 'imports', randomUUID());
    await store().put(key, Buffer.from('x'), 'text/plain');
    await store().remove(key);
    await expect(store().get(key)).rejects.toThrow();
    await expect(store().stream(key).then(text)).rejects.toThrow();
  });

  it.each([
    '../../etc/passwd',
    `${TENANT}/imports/../../x`,
    `${TENANT}/imports/a/b`,
    '/absolute/path/file-name',
    `${TENANT}/im ports/abcdefgh`,
  ])('I2: should refuse the key %s', async (key) => {
    await expect(store().put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow('storage key');
    await expect(store().get(key)).rejects.toThrow('storage key');
  });
});

it('should leave no half-written file on disk', async () => {
  const left = readdirSync(path.join(folder, 'disk'), { recursive: true }).map(String);
  expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
});
