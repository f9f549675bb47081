import type pg from 'pg';
import { AppError } from '../../../core/kernel/index.ts';
import { asSystem, type Queryable } from '../../../core/tenancy/index.ts';

/** How long replays are kept. */
export const REPLAY_DAYS = 30;

/** The replay bundle of a failed call of the school of the scope. Throws receipt.no_replay. */
export async function replayOfSchool(database: Queryable, receiptId: string): Promise<unknown> {
  const { rows } = await database.query('select bundle from plugin_replays where call_id = $1', [receiptId]);
  return bundleOf(rows);
}

/**
 * The replay bundle of a failed call of one of a publisher's plugins, at whatever school. Read by the platform, because a
 * partner's own scope shows no receipts; only the bundle leaves, and it names no school. Throws receipt.no_replay.
 */
export function replayOfPublisher(pool: pg.Pool, publisherId: string, receiptId: string): Promise<unknown> {
  return asSystem(async () => {
    const { rows } = await pool.query(
      `select r.bundle from plugin_replays r
         join plugin_installs i on i.tenant_id = r.tenant_id and i.id = r.install_id
         join plugins p on p.id = i.plugin_id
        where r.call_id = $1 and p.publisher_id = $2`,
      [receiptId, publisherId],
    );
    return bundleOf(rows);
  });
}

/** Removes replays whose time is over. Answers how many. */
export function expireReplays(pool: pg.Pool): Promise<number> {
  return asSystem(async () => {
    const { rowCount } = await pool.query(
      `delete from plugin_replays where created_at < now() - make_interval(days => $1)`,
      [REPLAY_DAYS],
    );
    return rowCount ?? 0;
  });
}

function bundleOf(rows: { bundle: unknown }[]): unknown {
  if (!rows[0]) throw new AppError('receipt.no_replay', { days: REPLAY_DAYS });
  return rows[0].bundle;
}
