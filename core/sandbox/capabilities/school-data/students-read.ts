import type pg from 'pg';
import type { Capability } from '../registry.ts';
import { readPage } from './read-page.ts';
import { asParameter, visiblePeople } from './visible-people.ts';

const COLUMNS = {
  id: 's.id',
  givenName: 's.given_name',
  familyName: 's.family_name',
  displayName: 's.display_name',
  displayNameAr: 's.display_name_ar',
  admissionNumber: 's.admission_number',
  birthDate: 's.birth_date',
  sex: 's.sex',
  gradeLevel: 'g.code',
  gradeLevelId: 's.grade_level_id',
  classroom: 'c.title',
  classroomId: 'c.id',
} as const;

/** `students.read`: pupils by id, or the active ones page by page, in the scope of the school that runs the call. */
export function studentsReadCapability(pool: pg.Pool): Capability<'students.read'> {
  return {
    name: 'students.read',
    run: async (context, { ids, classroomId, gradeLevelId, limit, offset }) => {
      const { students } = await visiblePeople(pool, context);
      return readPage(pool, context, 'students.read', {
        columns: COLUMNS,
        pointers: ['id'],
        from: `from students s
           left join grade_levels g on g.id = s.grade_level_id
           left join lateral (
             select e.classroom_id from enrollments e join academic_years y on y.id = e.academic_year_id
              where e.student_id = s.id and e.status = 'active'
              order by y.current desc nulls last, e.created_at desc, e.id limit 1) e on true
           left join classrooms c on c.id = e.classroom_id
          where case when $3::uuid[] is null then s.status = 'active' else s.id = any($3) end
            and ($4::uuid is null or c.id = $4) and ($5::uuid is null or s.grade_level_id = $5)
            and ($6::uuid[] is null or s.id = any($6))`,
        order: 's.display_name, s.id',
        values: [ids ?? null, classroomId ?? null, gradeLevelId ?? null, asParameter(students)],
        limit,
        offset,
      }) as never;
    },
  };
}
