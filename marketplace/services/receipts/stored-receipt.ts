import type { PersonalDataAccess } from '../../../core/sandbox/index.ts';
import { bodyHash, linkHash, type ReceiptContent, wordsHash } from './receipt-body.ts';

/** A receipt as it is stored, with its place in the chain. */
export type StoredReceipt = {
  sequence: number;
  previousHash: string;
  bodyHash: string;
  hash: string;
  content: ReceiptContent;
  /** Null when the words were removed after their time. */
  words: { message: string | null; logs: unknown } | null;
};

/** One row of READ_CHAIN. */
export function toStoredReceipt(row: Record<string, unknown>): StoredReceipt {
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const number = (value: unknown) => (value === null || value === undefined ? null : Number(value));
  const moment = (value: unknown) => (value instanceof Date ? value.toISOString() : text(value));
  return {
    sequence: Number(row.sequence),
    previousHash: String(row.previous_hash),
    bodyHash: String(row.body_hash),
    hash: String(row.hash),
    words: { message: text(row.message), logs: row.logs },
    content: {
      id: String(row.id),
      tenant: String(row.tenant_id),
      install: String(row.install_id),
      plugin: String(row.plugin),
      version: text(row.version),
      bundle: String(row.bundle_hash),
      entry: { kind: String(row.kind), name: String(row.entry) },
      key: String(row.event),
      limits: text(row.limits),
      code: String(row.code),
      cpuMs: Number(row.cpu_ms),
      wallMs: Number(row.wall_ms),
      hostCalls: Number(row.host_calls),
      calls: row.calls as ReceiptContent['calls'],
      accesses: (row.accesses ?? []) as PersonalDataAccess[],
      rows: row.rows_read as Record<string, number>,
      bytesOut: row.bytes_out as ReceiptContent['bytesOut'],
      meters: row.meters as ReceiptContent['meters'],
      priceVersion: text(row.price_version),
      seed: number(row.seed),
      clock: moment(row.clock),
      at: moment(row.created_at) ?? '',
      words: String(row.words_hash),
    },
  };
}

/** True when the content is what its digest says. */
export function isContentIntact({ content, words, bodyHash: stored }: StoredReceipt): boolean {
  return bodyHash(content) === stored && (words === null || wordsHash(words) === content.words);
}

/** The number under which a link was written: its own, or one near it when it was moved; undefined when it fits none. */
export function writtenAs(receipt: StoredReceipt, reach: number): number | undefined {
  const fits = (sequence: number) =>
    linkHash({
      tenant: receipt.content.tenant,
      sequence,
      previousHash: receipt.previousHash,
      bodyHash: receipt.bodyHash,
    }) === receipt.hash;
  for (let distance = 0; distance <= reach; distance += 1) {
    if (fits(receipt.sequence - distance)) return receipt.sequence - distance;
    if (fits(receipt.sequence + distance)) return receipt.sequence + distance;
  }
  return undefined;
}
