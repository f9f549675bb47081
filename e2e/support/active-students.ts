import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/**
 * Gives a school so many active students, past the wall, as of a moment that may be virtual: what moves is written down as if
 * it had happened then, so that counting the days between sees it.
 */
export async function setActiveStudents(
  admin: pg.Pool,
  tenantId: string,
  count: number,
  at: Date,
): Promise<void> {
  const client = await admin.connect();
  try {
    await client.query('begin');
    const known = await client.query(
      `select count(*)::int as n from students where tenant_id = $1 and status = 'active'`,
      [tenantId],
    );
    const more = count - Number(known.rows[0].n);
    await client.query(
      `insert into students (tenant_id, given_name, family_name, admission_number, status)
       select $1, 'Pupil', n::text, $2 || n, 'active' from generate_series(1, $3::int) as n`,
      [tenantId, `${randomUUID()}-`, Math.max(0, more)],
    );
    await client.query(
      `update students set status = 'left'
        where id in (select id from students where tenant_id = $1 and status = 'active' limit $2)`,
      [tenantId, Math.max(0, -more)],
    );
    // The rows of this transaction alone: those of before have their moment.
    await client.query(
      `update active_student_changes set changed_at = $2 where tenant_id = $1 and xmin = pg_current_xact_id()::xid`,
      [tenantId, at],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
