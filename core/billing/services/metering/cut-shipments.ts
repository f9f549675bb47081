import type pg from 'pg';
import { inTransaction } from '../../../tenancy/index.ts';
import {
  CUT_HOURS,
  FIRST_MARK,
  IS_PAST_SNAPSHOT,
  MOVE_MARK,
  NOTE_BOUNDARIES,
  NOTE_LOST_HOURS,
  NOTE_NEW_HOURS,
  TAKE_MARK,
} from '../../sql/cut-shipments.ts';
import { noteWholeLedger } from './note-whole-ledger.ts';

/** How many shipments were made, and how many sent ones have to be taken back because a bill changed inside their hour. */
export type Cut = { made: number; takenBack: number };

/** How much one transaction of a cut does. */
export type CutPieces = { entries: number; hours: number };

const MARK = 'ledger';
/** Each well below a second, where a statement may take thirty; measured with a million entries of a day. */
const PIECES: CutPieces = { entries: 100_000, hours: 2_000 };

/**
 * Turns what the ledger holds and no shipment carries into shipments. To be called in the system's scope. Looks only at
 * entries that the last cut could not see, or with `whole` at everything, which finds the same. Works in pieces, each a
 * transaction of its own, one at a time of all processes: an interrupted cut keeps what it made, and the next goes on there.
 */
export async function cutShipments(
  pool: pg.Pool,
  now: Date,
  { whole = false, pieces = PIECES }: { whole?: boolean; pieces?: CutPieces } = {},
): Promise<Cut> {
  const hasMark = await begin(pool, now);
  if (whole || !hasMark) await noteWholeLedger(pool, now, { mark: hasMark ? undefined : MARK });
  while (await noteNew(pool, now, pieces.entries));
  const cut: Cut = { made: 0, takenBack: 0 };
  for (;;) {
    const { hours, made, taken_back: takenBack } = await cutPiece(pool, now, pieces.hours);
    cut.made += made;
    cut.takenBack += takenBack;
    if (hours < pieces.hours) return cut;
  }
}

/** Whether the mark is of this server's past; after a restore into another one it is not. */
async function begin(pool: pg.Pool, now: Date): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await client.query(FIRST_MARK, [MARK, now]);
    const snapshot = await takeMark(client);
    await client.query(NOTE_BOUNDARIES, [now]);
    await client.query(NOTE_LOST_HOURS);
    if (snapshot === undefined) return false;
    return (await client.query<{ past: boolean }>(IS_PAST_SNAPSHOT, [snapshot])).rows[0]?.past ?? false;
  });
}

/** Moves the mark on over some entries and notes their hours; true while there are more. */
async function noteNew(pool: pg.Pool, now: Date, entries: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ is_all: boolean; snapshot: string }>(NOTE_NEW_HOURS, [
      await takeMark(client),
      entries,
    ]);
    await client.query(MOVE_MARK, [MARK, rows[0]?.snapshot, now]);
    return rows[0]?.is_all === false;
  });
}

type Piece = { hours: number; made: number; taken_back: number };

async function cutPiece(pool: pg.Pool, now: Date, hours: number): Promise<Piece> {
  return inTransaction(pool, async (client) => {
    await takeMark(client);
    return (await client.query(CUT_HOURS, [now, hours])).rows[0];
  });
}

async function takeMark(client: pg.PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ snapshot: string | null }>(TAKE_MARK, [MARK]);
  return rows[0]?.snapshot ?? undefined;
}
