import type { Queryable } from '../../tenancy/index.ts';

/** One entry of the history of a pupil's day. */
export type HistoryEntry = {
  at: string;
  by: string | null;
  period: number;
  from: string;
  fromMinutes: number | null;
  to: string;
  toMinutes: number | null;
  reason: string | null;
  isExcuse: boolean;
};

/** What was corrected of a pupil's marks of a date, newest first. */
export async function readHistory(client: Queryable, student: string, date: string): Promise<HistoryEntry[]> {
  const { rows } = await client.query(
    `select c.created_at, u.display_name, c.period_number, c.from_code, c.from_minutes, c.to_code, c.to_minutes, c.reason,
            c.excuse_id is not null as is_excuse
       from attendance_corrections c left join users u on u.id = c.user_id
      where c.student_id = $1 and c.date = $2 order by c.created_at desc, c.id limit 200`,
    [student, date],
  );
  return rows.map((row) => ({
    at: row.created_at.toISOString(),
    by: row.display_name,
    period: row.period_number,
    from: row.from_code,
    fromMinutes: row.from_minutes,
    to: row.to_code,
    toMinutes: row.to_minutes,
    reason: row.reason,
    isExcuse: row.is_excuse,
  }));
}
