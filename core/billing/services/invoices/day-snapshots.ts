import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, asTenant, type Queryable, tenantInfo } from '../../../tenancy/index.ts';
import { ADD_SNAPSHOTS, COUNT_ENDED_DAYS, PEAKS_OF, SCHOOLS_TO_COUNT } from '../../sql/day-snapshots.ts';
import type { Period } from '../rating/line.ts';

/** Days that are looked back at most; older ones are on invoices that nobody changes any more. */
const MOST_DAYS = 40;

export type SnapshotOptions = {
  pool: pg.Pool;
  now: Date;
  /** One school alone, before its invoice is rated. */
  tenantId?: string | undefined;
  logger?: Logger | undefined;
};

export type Peaks = { students: number; storageBytes: number; days: number };

/**
 * Writes what each school held at the end of every day of its own that has ended and was not counted yet: active students
 * and bytes of files. Days that were missed are counted from what moved since. Safe to run twice and in two processes. One
 * school's trouble stops no other when a logger is given. Returns how many schools were looked at.
 */
export async function takeSnapshots({ pool, now, tenantId, logger }: SnapshotOptions): Promise<number> {
  const { rows } = await asSystem(() => pool.query(SCHOOLS_TO_COUNT, [now, tenantId ?? null]));
  for (const row of rows) {
    const tenant = tenantInfo(row);
    try {
      const days = await asTenant(tenant, () =>
        pool.query(COUNT_ENDED_DAYS, [now, tenant.timeZone, MOST_DAYS]),
      );
      if (days.rows.length > 0)
        await asSystem(() => pool.query(ADD_SNAPSHOTS, [tenant.id, JSON.stringify(days.rows), now]));
    } catch (err) {
      if (!logger) throw err;
      logger.error({ err, tenant: tenant.subdomain, msg: 'the day of a school could not be counted' });
    }
  }
  return rows.length;
}

/** The highest counts of the days that ended in a period, and how many days those were; in the platform's scope. */
export async function peaksOf(client: Queryable, tenantId: string, { start, end }: Period): Promise<Peaks> {
  const { rows } = await client.query(PEAKS_OF, [tenantId, start, end]);
  return {
    students: Number(rows[0].students),
    storageBytes: Number(rows[0].bytes),
    days: Number(rows[0].days),
  };
}
