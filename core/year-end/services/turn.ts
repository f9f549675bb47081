import type pg from 'pg';
import { listenedTypes, publishEvents } from '../../jobs/index.ts';
import { plainDateIn } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  type Queryable,
  requireTenant,
  tenantInfo,
} from '../../tenancy/index.ts';
import { APPLY_DUE, TURN_YEAR } from '../sql/commit.ts';

/** The next year of a school became the current one. */
export const YEAR_TURNED = 'year_end.turned';

/**
 * Makes true what has come due of a committed year end: who left is no longer a pupil after the last day, who moved up is in the
 * new grade from the first day of the next year. Returns how many pupils changed; the same day again changes nobody.
 */
export async function turnRun(client: Queryable, runId: string, today: string): Promise<number> {
  const { rows } = await client.query(APPLY_DUE, [runId, today]);
  const turned = await client.query(TURN_YEAR, [runId, today]);
  if (rows.length === 0 && turned.rowCount === 0) return 0;
  await publishEvents(client, [{ type: YEAR_TURNED, payload: { yearEndId: runId, pupils: rows.length } }]);
  const left = rows.filter((row) => row.outcome === 'leave' || row.outcome === 'graduate');
  if (left.length > 0 && (await listenedTypes(client, ['student.left'])).has('student.left')) {
    await publishEvents(
      client,
      left.map((row) => ({ type: 'student.left', payload: { studentId: row.id } })),
    );
  }
  return rows.length;
}

/** The same for every school, by each school's own day; one school's trouble stops no other. Work of the clock. */
export async function turnYears(
  pool: pg.Pool,
  logger: Logger,
  now: () => number = Date.now,
): Promise<number> {
  const { rows } = await asSystem(() =>
    pool.query("select * from tenants where status in ('trial', 'active')"),
  );
  let pupils = 0;
  for (const row of rows) {
    const tenant = tenantInfo(row);
    try {
      pupils += await asTenant(tenant, () => turnSchool(pool, now()));
    } catch (err) {
      logger.error({ err, tenant: tenant.subdomain, msg: 'the turn of the year failed' });
    }
  }
  return pupils;
}

async function turnSchool(pool: pg.Pool, now: number): Promise<number> {
  const today = plainDateIn(requireTenant().timeZone, now);
  const { rows } = await pool.query(
    `select r.id from year_ends r where r.status = 'committed'
        and (r.turned_at is null or exists (select from year_end_decisions d where d.year_end_id = r.id and d.applied_at is null))`,
  );
  let pupils = 0;
  for (const { id } of rows) {
    pupils += await inTransaction(pool, async (client) => {
      await client.query('select from year_ends where id = $1 for update', [id]);
      return turnRun(client, id, today);
    });
  }
  return pupils;
}
