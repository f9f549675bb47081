import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { sha256Hex } from '../../kernel/index.ts';
import { noteStoredFile, type Storage, storageKey } from '../../storage/index.ts';
import { inTransaction, type Queryable, requireTenant } from '../../tenancy/index.ts';
import type { Layout, Letterhead } from './types.ts';

/** A paper in the archive: a report card or an issued paper. */
export type PaperRef = { cardId: string } | { paperId: string };

export type ArchivedFile = { key: string; sha256: string; isReprint: boolean };

/**
 * The file of a paper in a layout: what was printed the first time, or, the first time, what `set` makes. When two print at
 * once, one of both files stays and both get that one.
 */
export async function archived(
  pool: pg.Pool,
  storage: Storage,
  { paper, layout, set }: { paper: PaperRef; layout: Layout; set: () => Promise<Uint8Array> },
): Promise<ArchivedFile> {
  const known = await findFile(pool, paper, layout);
  if (known) return { ...known, isReprint: true };
  const pdf = await set();
  const key = storageKey(requireTenant().id, 'report-papers', randomUUID());
  await storage.put(key, pdf, 'application/pdf');
  const isOurs = await inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `insert into paper_files (card_id, paper_id, layout, storage_key, bytes, sha256) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing returning id`,
      [...idsOf(paper), layout, key, pdf.byteLength, sha256Hex(pdf)],
    );
    if (rows[0]) await noteStoredFile(client, { key, bytes: pdf.byteLength });
    return rows.length > 0;
  });
  if (isOurs) return { key, sha256: sha256Hex(pdf), isReprint: false };
  await storage.remove(key).catch(() => undefined);
  const theirs = await findFile(pool, paper, layout);
  if (!theirs) throw new Error('A paper was archived by somebody else and is not there.');
  return { ...theirs, isReprint: true };
}

async function findFile(
  database: Queryable,
  paper: PaperRef,
  layout: Layout,
): Promise<{ key: string; sha256: string } | undefined> {
  const { rows } = await database.query(
    `select storage_key as key, sha256 from paper_files
      where card_id is not distinct from $1 and paper_id is not distinct from $2 and layout = $3`,
    [...idsOf(paper), layout],
  );
  return rows[0];
}

function idsOf(paper: PaperRef): [string | null, string | null] {
  return 'cardId' in paper ? [paper.cardId, null] : [null, paper.paperId];
}

/** The archived logos of some letterheads, by key. One that is gone is left out: the paper is set without it. */
export async function logosOf(
  storage: Storage,
  heads: readonly Letterhead[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = new Set(heads.flatMap(({ logoKey }) => logoKey ?? []));
  const logos = await Promise.all(
    [...keys].map(async (key) => [key, await storage.get(key).catch(() => undefined)] as const),
  );
  return new Map(logos.flatMap(([key, bytes]) => (bytes === undefined ? [] : [[key, bytes] as const])));
}
