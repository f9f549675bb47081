import { z } from 'zod';
import type { JsonValue } from '../texts.ts';
import { type CapabilityContract, uuid } from './shared.ts';

const json: z.ZodType<JsonValue> = z.json();
/** One column in the store: no separator, so that no key can lead anywhere else. */
const key = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._:-]{0,199}$/);
const collection = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/);
/** Opaque; comes from the answer before. */
const cursor = z
  .string()
  .max(300)
  .regex(/^[\x20-\x7e]*$/);

const condition = z.strictObject({
  equals: z.union([z.string().max(2_000), z.number(), z.boolean()]).optional(),
  atLeast: z.union([z.string().max(2_000), z.number()]).optional(),
  atMost: z.union([z.string().max(2_000), z.number()]).optional(),
});

export const ownRecord = z.strictObject({
  key,
  value: z.record(z.string(), json),
  updatedAt: z.iso.datetime({ offset: true }),
});

export const FILE_TYPES = [
  'application/pdf',
  'application/json',
  'text/csv',
  'text/plain',
  'image/png',
  'image/jpeg',
] as const;

export const ownFile = z.strictObject({
  fileId: uuid,
  name: z.string(),
  contentType: z.enum(FILE_TYPES),
  bytes: z.int().min(0),
  sha256: z.string(),
  createdAt: z.iso.datetime({ offset: true }),
});

const kv = { permission: 'kv' } as const;
const records = { permission: 'records.write' } as const;
const files = { permission: 'files' } as const;

/** What belongs to an install: only its own code in its own school can reach it, and it leaves with the install. */
export const STORAGE = {
  'kv.get': {
    ...kv,
    summary: 'Reads one value.',
    input: z.strictObject({ key }),
    output: z.strictObject({ value: json.nullable() }),
    codes: [],
  },
  'kv.set': {
    ...kv,
    summary: 'Writes one value of at most 32 KB.',
    input: z.strictObject({ key, value: json, expiresInSeconds: z.int().min(1).max(31_536_000).optional() }),
    output: z.null(),
    codes: ['quota_reached', 'value_too_large'],
  },
  'kv.increment': {
    ...kv,
    summary: 'Adds to a whole number, which begins at 0; two calls at once both count.',
    input: z.strictObject({ key, by: z.int().min(-1_000_000).max(1_000_000) }),
    output: z.strictObject({ value: z.int() }),
    codes: ['quota_reached', 'not_a_number'],
  },
  'kv.delete': {
    ...kv,
    summary: 'Forgets one value.',
    input: z.strictObject({ key }),
    output: z.null(),
    codes: [],
  },
  'kv.list': {
    ...kv,
    summary: 'Keys with their values, in the order of the keys.',
    input: z.strictObject({
      prefix: z
        .string()
        .regex(/^[A-Za-z0-9._:-]{0,200}$/)
        .optional(),
      limit: z.int().min(1).max(200).optional(),
      cursor: cursor.optional(),
    }),
    output: z.strictObject({
      items: z.array(z.strictObject({ key, value: json })),
      cursor: cursor.optional(),
    }),
    codes: [],
  },
  'records.put': {
    ...records,
    summary: 'Writes one record of an own collection; the collection’s fields are checked.',
    input: z.strictObject({ collection, key, value: z.record(z.string(), json) }),
    output: z.null(),
    codes: ['collection_unknown', 'record_invalid', 'quota_reached'],
  },
  'records.get': {
    ...records,
    summary: 'Reads one record of an own collection.',
    input: z.strictObject({ collection, key }),
    output: z.strictObject({ record: ownRecord.nullable() }),
    codes: ['collection_unknown'],
  },
  'records.list': {
    ...records,
    summary: 'Records of an own collection by fields, in the order of the keys.',
    input: z.strictObject({
      collection,
      where: z.record(z.string().max(60), condition).optional(),
      limit: z.int().min(1).max(200).optional(),
      cursor: cursor.optional(),
    }),
    output: z.strictObject({ items: z.array(ownRecord), cursor: cursor.optional() }),
    codes: ['collection_unknown', 'record_invalid'],
  },
  'records.delete': {
    ...records,
    summary: 'Deletes one record of an own collection.',
    input: z.strictObject({ collection, key }),
    output: z.null(),
    codes: ['collection_unknown'],
  },
  'files.put': {
    ...files,
    summary: 'Keeps a file in the install’s own place.',
    input: z.strictObject({
      name: z.string().regex(/^[^/\\\p{Cc}]{1,120}$/u),
      contentType: z.enum(FILE_TYPES),
      /** The content: text, or bytes as base64. */
      text: z.string().optional(),
      base64: z.base64().optional(),
    }),
    output: ownFile,
    codes: ['quota_reached', 'content_missing', 'content_type_wrong'],
  },
  'files.get': {
    ...files,
    summary: 'Reads a file back, as base64.',
    input: z.strictObject({ fileId: uuid }),
    output: z.strictObject({ file: ownFile, base64: z.string() }),
    codes: ['file_unknown'],
  },
  'files.list': {
    ...files,
    summary: 'The install’s own files, newest first.',
    input: z.strictObject({ limit: z.int().min(1).max(200).optional(), cursor: cursor.optional() }),
    output: z.strictObject({ items: z.array(ownFile), cursor: cursor.optional() }),
    codes: [],
  },
  'files.link': {
    ...files,
    summary: 'A signed address for people of the school; it ends after the given time.',
    input: z.strictObject({ fileId: uuid, expiresInSeconds: z.int().min(60).max(86_400).optional() }),
    output: z.strictObject({ url: z.string() }),
    codes: ['file_unknown'],
  },
  'files.delete': {
    ...files,
    summary: 'Deletes a file.',
    input: z.strictObject({ fileId: uuid }),
    output: z.null(),
    codes: [],
  },
} as const satisfies Record<string, CapabilityContract>;
