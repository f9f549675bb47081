import { pupilsOfClassroom } from '../../school/index.ts';

// Registers that were not taken. All run under the school's scope.

const TEACHERS = (column: string, id: string): string => `
  (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.display_name, 'nameAr', p.display_name_ar) order by t.primary desc, p.id), '[]')
     from class_teachers t join teachers p on p.id = t.teacher_id and p.active is not false
    where t.${column} = ${id} and (t.start_date is null or t.start_date <= $2) and (t.end_date is null or t.end_date >= $2))`;

/** $1 the homerooms the viewer may see (null: all), $2 date. Homerooms with pupils that day and without a register. */
export const MISSING_HOMEROOMS = `
  select c.id, c.title, c.title_ar, n.pupils, ${TEACHERS('classroom_id', 'c.id')} as teachers
    from classrooms c
    join lateral (select count(*)::int as pupils from (${pupilsOfClassroom('c.id')}) p
                    join students s on s.id = p.student_id and s.status = 'active') n on n.pupils > 0
   where ($1::uuid[] is null or c.id = any($1))
     and not exists (select from attendance_registers r where r.classroom_id = c.id and r.date = $2)
   order by c.title, c.id`;

/** $1 lessons as JSON [{offering, period, teacher}], $2 date. Those without a register, with who was to take it. */
export const MISSING_LESSONS = `
  select l.offering as id, l.period, o.title, case when o.id is null then null else coalesce(b.title_ar, b.title) || ' ' || coalesce(c.title_ar, c.title, '') end as title_ar,
         case when t.id is null then ${TEACHERS('class_offering_id', 'l.offering')}
              else jsonb_build_array(jsonb_build_object('id', t.id, 'name', t.display_name, 'nameAr', t.display_name_ar)) end as teachers
    from jsonb_to_recordset($1::jsonb) as l(offering uuid, period int, teacher uuid)
    join class_offerings o on o.id = l.offering
    join subjects b on b.id = o.subject_id
    left join classrooms c on c.id = o.classroom_id
    left join teachers t on t.id = l.teacher
   where not exists (select from attendance_registers r
                      where r.class_offering_id = l.offering and r.date = $2 and r.period_number = l.period)
   order by l.period, o.title, l.offering`;
