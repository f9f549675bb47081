import { z } from 'zod';

export const uuid = z.uuid();
export const day = z.iso.date();
/** The one way to page: at most 200 rows of personal data a call. */
export const page = {
  limit: z.int().min(1).max(200).optional(),
  offset: z.int().min(0).max(1_000_000).optional(),
};
/** The same key within one install acts once; a repetition is answered like the first time. */
export const idempotencyKey = z.string().regex(/^[A-Za-z0-9:._-]{1,200}$/);
export const language = z.enum(['en', 'ar']);

/** Fields that were not granted are missing from the answer, so every one but the pointers is optional to a plugin. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), total: z.int().min(0) });

/**
 * One thing a plugin may do, as data: the host parses with it, the SDK's types and the documentation come from it.
 * `permission` is the name a manifest asks for; several methods may share one.
 */
export type CapabilityContract = {
  permission: string;
  summary: string;
  input: z.ZodType;
  output: z.ZodType;
  /** Hands over personal data: its class, the keys that only point at a record, and the fields that can be granted. */
  personalData?: { dataClass: string; pointers: readonly string[]; fields: readonly string[] };
  /** Codes it answers beside those that every capability answers. */
  codes: readonly string[];
};
