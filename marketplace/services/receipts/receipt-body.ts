import { sha256Hex } from '../../../core/kernel/index.ts';
import type { PersonalDataAccess } from '../../../core/sandbox/index.ts';
import { canonicalJson } from '../../../plugins/sdk/registry.ts';

export const RECEIPT_FORMAT = 'daftar-receipt-1';
/** What the first receipt of a school names as the hash before its own. */
export const NO_HASH = '0'.repeat(64);

/** How often a capability was asked with which answer; `unknown` stands for names that are none. */
export type CountedCall = { capability: string; code: string; count: number };

/** Everything a receipt says but its place in the chain. docs/plugins/receipts.md explains each key. */
export type ReceiptContent = {
  id: string;
  tenant: string;
  install: string;
  plugin: string;
  version: string | null;
  bundle: string;
  entry: { kind: string; name: string };
  key: string;
  limits: string | null;
  code: string;
  cpuMs: number;
  wallMs: number;
  hostCalls: number;
  calls: CountedCall[];
  accesses: PersonalDataAccess[];
  rows: Record<string, number>;
  bytesOut: { requests: number; messages: number };
  meters: { name: string; quantity: number }[];
  priceVersion: string | null;
  seed: number | null;
  /** ISO moments with milliseconds, in UTC. */
  clock: string | null;
  at: string;
  /** SHA-256 over the words: what is in them may be removed, the receipt stays checkable. */
  words: string;
};

/** What a plugin wrote, kept beside the receipt and not in it. */
export type ReceiptWords = { message: string | null; logs: unknown };

export function wordsHash({ message, logs }: ReceiptWords): string {
  return sha256Hex(canonicalJson({ message, logs: logs ?? null }));
}

/** SHA-256 of the canonical form of a receipt, in hexadecimal. */
export function bodyHash(content: ReceiptContent): string {
  return sha256Hex(canonicalJson({ format: RECEIPT_FORMAT, ...content }));
}

/** The hash of one link. The database computes the same in `daftar.chain_receipt`. */
export function linkHash(link: {
  tenant: string;
  sequence: number;
  previousHash: string;
  bodyHash: string;
}): string {
  return sha256Hex([RECEIPT_FORMAT, link.tenant, link.sequence, link.previousHash, link.bodyHash].join('\n'));
}
