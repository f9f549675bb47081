import type pg from 'pg';
import { ALL_SCHOOLS, CURRENT_SNAPSHOT, MOVE_MARK, NOTE_DIFFERENT_HOURS } from '../../sql/cut-shipments.ts';

const DAY_MS = 24 * 3_600_000;
const LOOK_BACK_DAYS = 400;
const WINDOW_DAYS = 40;

/**
 * Looks at everything the ledger has of 400 days, a school and forty days at a time, and notes the hours whose shipments
 * claim something else. With a mark, that is set to the moment before the look began: what came meanwhile is new to it.
 */
export async function noteWholeLedger(
  pool: pg.Pool,
  now: Date,
  { mark }: { mark: string | undefined },
): Promise<void> {
  const { snapshot } = (await pool.query<{ snapshot: string }>(CURRENT_SNAPSHOT)).rows[0] ?? {};
  const { rows } = await pool.query<{ id: string }>(ALL_SCHOOLS);
  // Whole hours, so that no hour is parted between two windows; the first one has no end, for clocks that differ.
  const end = Math.ceil(now.getTime() / DAY_MS) * DAY_MS;
  for (const { id } of rows)
    for (let days = 0; days < LOOK_BACK_DAYS; days += WINDOW_DAYS)
      await pool.query(NOTE_DIFFERENT_HOURS, [
        id,
        new Date(end - (days + WINDOW_DAYS) * DAY_MS),
        days === 0 ? 'infinity' : new Date(end - days * DAY_MS),
      ]);
  if (mark !== undefined) await pool.query(MOVE_MARK, [mark, snapshot, now]);
}
