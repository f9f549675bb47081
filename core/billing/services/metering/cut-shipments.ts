import type pg from 'pg';
import { inTransaction } from '../../../tenancy/index.ts';
import {
  CUT_ALL_SHIPMENTS,
  CUT_NEW_SHIPMENTS,
  FIRST_MARK,
  IS_PAST_SNAPSHOT,
  MOVE_MARK,
  NOTE_BOUNDARIES,
  TAKE_MARK,
} from '../../sql/cut-shipments.ts';

/** How many shipments were made, and how many sent ones have to be taken back because a bill changed inside their hour. */
export type Cut = { made: number; takenBack: number };

const MARK = 'ledger';

/**
 * Turns what the ledger holds and no shipment carries into shipments. To be called in the system's scope. One cut at a time,
 * others wait; looks only at entries that the last cut could not see, or with `whole` at everything, which finds the same.
 */
export async function cutShipments(
  pool: pg.Pool,
  now: Date,
  { whole = false }: { whole?: boolean } = {},
): Promise<Cut> {
  return inTransaction(pool, async (client) => {
    await client.query(FIRST_MARK, [MARK, now]);
    const { rows } = await client.query<{ snapshot: string | null }>(TAKE_MARK, [MARK]);
    const mark = whole ? undefined : await pastSnapshot(client, rows[0]?.snapshot ?? undefined);
    await client.query(NOTE_BOUNDARIES, [now]);
    const cut = (
      await client.query(mark === undefined ? CUT_ALL_SHIPMENTS : CUT_NEW_SHIPMENTS, [now, mark ?? null])
    ).rows[0];
    await client.query(MOVE_MARK, [MARK, cut.snapshot, now]);
    return { made: cut.made, takenBack: cut.taken_back };
  });
}

async function pastSnapshot(
  client: pg.PoolClient,
  snapshot: string | undefined,
): Promise<string | undefined> {
  if (snapshot === undefined) return undefined;
  const { rows } = await client.query<{ past: boolean }>(IS_PAST_SNAPSHOT, [snapshot]);
  return rows[0]?.past ? snapshot : undefined;
}
