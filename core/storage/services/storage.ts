import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Settings, sha256Hex } from '../../kernel/index.ts';

/** Files by key. A key is `<tenant id>/<kind>/<random id>`, made by us; no name from a request is ever part of it. */
export type Storage = {
  put: (key: string, body: Uint8Array, contentType: string) => Promise<void>;
  get: (key: string) => Promise<Uint8Array>;
  stream: (key: string) => Promise<Readable>;
  remove: (key: string) => Promise<void>;
};

const KEY = /^[0-9a-f-]{36}\/[a-z-]{1,40}\/[A-Za-z0-9_-]{8,80}$/;

/** The key of a new file. */
export function storageKey(tenantId: string, kind: string, name: string): string {
  return checkedKey(`${tenantId}/${kind}/${name}`);
}

/** The store the settings name: an S3-compatible one, or a folder of the data directory. */
export function openStorage(settings: Settings): Storage {
  return settings.S3_ENDPOINT
    ? s3Storage(settings)
    : localStorage(path.join(settings.DAFTAR_DATA_DIR, 'files'));
}

function localStorage(root: string): Storage {
  const fileOf = (key: string) => path.join(root, checkedKey(key));
  return {
    put: async (key, body) => {
      const file = fileOf(key);
      await mkdir(path.dirname(file), { recursive: true });
      // Written beside and renamed, so that a crash leaves the old file or the new one and never half of it.
      const draft = `${file}.${sha256Hex(body).slice(0, 8)}.part`;
      await writeFile(draft, body);
      await rename(draft, file);
    },
    get: async (key) => readFile(fileOf(key)),
    // Opened first, so that a missing file is told before anything was answered.
    stream: async (key) => (await open(fileOf(key))).createReadStream(),
    remove: async (key) => rm(fileOf(key), { force: true }),
  };
}

function s3Storage(settings: Settings): Storage {
  const client = new S3Client({
    endpoint: settings.S3_ENDPOINT ?? '',
    region: settings.S3_REGION,
    forcePathStyle: true,
    credentials: {
      accessKeyId: settings.S3_ACCESS_KEY_ID ?? '',
      secretAccessKey: settings.S3_SECRET_ACCESS_KEY ?? '',
    },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const Bucket = settings.S3_BUCKET ?? '';
  const read = async (key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: checkedKey(key) }));
    if (!Body) throw new Error(`The file ${key} has no content.`);
    return Body;
  };
  return {
    put: async (key, body, contentType) => {
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key: checkedKey(key),
          Body: body,
          ContentType: contentType,
          ContentLength: body.byteLength,
        }),
      );
    },
    get: async (key) => (await read(key)).transformToByteArray(),
    stream: async (key) => (await read(key)) as Readable,
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket, Key: checkedKey(key) }));
    },
  };
}

function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error('A storage key must be <tenant id>/<kind>/<random id>.');
  return key;
}
