import type pg from 'pg';
import type { Capability } from './registry.ts';

/** `students.read`: pupils by id, or the active ones page by page, in the scope of the school that runs the call. */
export function studentsReadCapability(pool: pg.Pool): Capability<'students.read'> {
  return {
    name: 'students.read',
    run: async (_context, { ids, limit = 50, offset = 0 }) => {
      const { rows } = await pool.query(
        `select s.id, s.given_name, s.family_name, s.display_name, s.display_name_ar, s.admission_number,
                g.code as grade_level, c.title as classroom, count(*) over () as total
           from students s
           left join grade_levels g on g.id = s.grade_level_id
           left join lateral (
             select e.classroom_id from enrollments e
              where e.student_id = s.id and e.status = 'active' order by e.created_at desc limit 1) e on true
           left join classrooms c on c.id = e.classroom_id
          where case when $1::uuid[] is null then s.status = 'active' else s.id = any($1) end
          order by s.display_name, s.id limit $2 offset $3`,
        [ids ?? null, limit, offset],
      );
      return {
        total: Number(rows[0]?.total ?? 0),
        items: rows.map((row) => ({
          id: row.id,
          givenName: row.given_name,
          familyName: row.family_name,
          displayName: row.display_name,
          displayNameAr: row.display_name_ar,
          admissionNumber: row.admission_number,
          gradeLevel: row.grade_level,
          classroom: row.classroom,
        })),
      };
    },
  };
}
