import type pg from 'pg';
import { asSystem, type Queryable } from '../../../core/tenancy/index.ts';
import { READ_ANCHORS, READ_CHAIN, READ_HEADS } from '../../sql/receipts.ts';
import { isContentIntact, type StoredReceipt, toStoredReceipt, writtenAs } from './stored-receipt.ts';

export type BrokenLink = {
  sequence: number;
  kind: 'changed' | 'missing' | 'inserted' | 'reordered' | 'rewritten';
  detail: string;
};
export type ChainReport = {
  school: string;
  receipts: number;
  head: string;
  ok: boolean;
  broken: BrokenLink | null;
};

type Head = {
  tenantId: string;
  school: string;
  sequence: number;
  hash: string;
  start: number;
  startHash: string;
};
type Anchor = { sequence: number; hash: string };

const PAGE = 1000;
/** How far from its place a moved receipt is looked for. */
const REACH = 2000;

/** Computes the chain of one school, or of all, again. Answers one report a school; none for a subdomain that is unknown. */
export function verifyReceipts(pool: pg.Pool, subdomain?: string): Promise<ChainReport[]> {
  return asSystem(async () => {
    const { rows } = await pool.query(READ_HEADS, [subdomain ?? null]);
    const reports: ChainReport[] = [];
    for (const row of rows) {
      reports.push(
        await verifyChain(pool, {
          tenantId: row.tenant_id,
          school: row.subdomain,
          sequence: Number(row.sequence),
          hash: row.hash,
          start: Number(row.archived_sequence),
          startHash: row.archived_hash,
        }),
      );
    }
    return reports;
  });
}

async function verifyChain(pool: Queryable, head: Head): Promise<ChainReport> {
  const anchors = await readAnchors(pool, head.tenantId);
  const anchored = new Map(anchors.map(({ sequence, hash }) => [sequence, hash]));
  let last = { sequence: head.start, hash: head.startHash };
  let receipts = 0;
  let broken: BrokenLink | undefined;
  for (let page = await readPage(pool, head.tenantId, last.sequence); ; ) {
    for (const receipt of page) {
      broken = await judge(pool, receipt, last);
      broken ??= judgeAnchor(receipt, anchored.get(receipt.sequence));
      if (broken) break;
      receipts += 1;
      last = { sequence: receipt.sequence, hash: receipt.hash };
    }
    if (broken || page.length < PAGE) break;
    page = await readPage(pool, head.tenantId, last.sequence);
  }
  broken ??= judgeEnd(last, head, anchors);
  return { school: head.school, receipts, head: last.hash, ok: !broken, broken: broken ?? null };
}

/** What is wrong with a receipt that should follow `last`; undefined when it does. */
async function judge(pool: Queryable, receipt: StoredReceipt, last: Anchor): Promise<BrokenLink | undefined> {
  const expected = last.sequence + 1;
  const broken = (kind: BrokenLink['kind'], detail: string, sequence = expected) => ({
    sequence,
    kind,
    detail,
  });
  if (receipt.sequence !== expected)
    return broken('missing', `Receipt ${expected} is not there; the next one is ${receipt.sequence}.`);
  const written = writtenAs(receipt, REACH);
  if (receipt.previousHash === last.hash && written === expected) {
    return isContentIntact(receipt)
      ? undefined
      : broken('changed', `The content of receipt ${expected} is not what was written.`);
  }
  // Who says to follow the receipt before is the one that was written here.
  const genuine = await findFollower(pool, receipt, last.hash);
  if (written === undefined || written === expected) {
    if (genuine !== undefined && genuine !== expected)
      return broken(
        'inserted',
        `Receipt ${expected} was never written; the one that belongs here is ${genuine}.`,
      );
    // A link that fits its number but follows somebody else: the one before it came in later.
    if (written === expected && genuine === undefined)
      return broken(
        'changed',
        `Receipt ${expected} does not follow receipt ${last.sequence} as it is stored.`,
      );
    return broken('changed', `The hashes of receipt ${expected} do not fit its content.`);
  }
  if (written < expected) {
    if (genuine !== undefined || (await hasTwin(pool, receipt)))
      return broken('inserted', `Receipt ${expected} is a copy of ${written}.`);
    return broken(
      'inserted',
      `Receipt ${expected} was written as ${written}: something was put in before it.`,
      written,
    );
  }
  return genuine === undefined
    ? broken('missing', `Receipt ${expected} is not there; ${written} was moved to its number.`)
    : broken('reordered', `Receipt ${expected} was written as ${written}; its own is now ${genuine}.`);
}

function judgeAnchor(receipt: StoredReceipt, hash: string | undefined): BrokenLink | undefined {
  if (hash === undefined || hash === receipt.hash) return undefined;
  return {
    sequence: receipt.sequence,
    kind: 'rewritten',
    detail: `The audit trail remembers another hash of receipt ${receipt.sequence}.`,
  };
}

function judgeEnd(last: Anchor, head: Head, anchors: Anchor[]): BrokenLink | undefined {
  const end = Math.max(head.sequence, ...anchors.map(({ sequence }) => sequence));
  if (last.sequence < end)
    return {
      sequence: last.sequence + 1,
      kind: 'missing',
      detail: `The chain ends with ${last.sequence}, and ${end} receipts were written.`,
    };
  if (last.sequence > head.sequence)
    return {
      sequence: head.sequence + 1,
      kind: 'inserted',
      detail: `The chain goes on behind its head ${head.sequence}.`,
    };
  if (last.hash !== head.hash)
    return {
      sequence: last.sequence,
      kind: 'changed',
      detail: `The head of the chain remembers another hash of receipt ${last.sequence}.`,
    };
  return undefined;
}

async function findFollower(
  pool: Queryable,
  receipt: StoredReceipt,
  hash: string,
): Promise<number | undefined> {
  const { rows } = await pool.query(
    `select sequence from plugin_calls where tenant_id = $1 and previous_hash = $2 and id <> $3 and sequence >= $4
      order by sequence limit 1`,
    [receipt.content.tenant, hash, receipt.content.id, receipt.sequence],
  );
  return rows[0] === undefined ? undefined : Number(rows[0].sequence);
}

async function hasTwin(pool: Queryable, { content, hash }: StoredReceipt): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from plugin_calls where tenant_id = $1 and hash = $2 and id <> $3 limit 1',
    [content.tenant, hash, content.id],
  );
  return rowCount === 1;
}

async function readPage(pool: Queryable, tenantId: string, after: number): Promise<StoredReceipt[]> {
  return (await pool.query(READ_CHAIN, [tenantId, after, PAGE])).rows.map(toStoredReceipt);
}

async function readAnchors(pool: Queryable, tenantId: string): Promise<Anchor[]> {
  const { rows } = await pool.query(READ_ANCHORS, [tenantId]);
  return rows.map(({ details }) => ({ sequence: Number(details.sequence), hash: String(details.hash) }));
}
