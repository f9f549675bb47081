import { DAY } from './class-day.ts';

// Runs under the school's scope, so no query names the tenant: row-level security adds it. What ended is seen until the
// last day, by the same day that the register goes by; what begins later is seen before, because people prepare.

/** $1 teacher, $2 today. The classes and lesson groups of a teacher who still works here. */
const ASSIGNED = `
  select t.classroom_id, t.class_offering_id
    from class_teachers t
    join teachers p on p.id = t.teacher_id and p.active is not false
    left join classrooms c on c.id = t.classroom_id
    left join class_offerings o on o.id = t.class_offering_id
    join academic_years y on y.id = coalesce(c.academic_year_id, o.academic_year_id)
   where t.teacher_id = $1 and (t.end_date is null or t.end_date >= ${DAY})
  union
  select null::uuid, o.id
    from class_offerings o join teachers p on p.id = o.teacher_id and p.active is not false
   where o.teacher_id = $1`;

/** $1 teacher, $2 today. Pupils of the homerooms and lesson groups the teacher is assigned to. */
export const STUDENTS_OF_TEACHER = `
  with assigned as (${ASSIGNED})
  select m.student_id as id
    from assigned a join enrollments m on m.classroom_id = a.classroom_id and m.status = 'active'
    join academic_years y on y.id = m.academic_year_id
   where m.end_date is null or m.end_date >= ${DAY}
  union
  select m.student_id
    from assigned a join class_members m on m.class_offering_id = a.class_offering_id
    join class_offerings o on o.id = m.class_offering_id
    join academic_years y on y.id = o.academic_year_id
   where m.end_date is null or m.end_date >= ${DAY}`;

/** $1 guardian. Children whose records the guardian may see, while the school knows the guardian as active. */
export const CHILDREN_OF_GUARDIAN = `
  select l.student_id as id
    from student_guardians l join guardians g on g.id = l.guardian_id and g.active is not false
   where l.guardian_id = $1 and l.may_see_records`;

/** $1 teacher, $2 today. Classrooms and lesson groups the teacher is assigned to. */
export const CLASSES_OF_TEACHER = `select coalesce(classroom_id, class_offering_id) as id from (${ASSIGNED}) a`;

/** $1 teacher, $2 date. Lesson groups the teacher covers on that date, and on no other. */
export const COVERED_BY_TEACHER = `
  select e.class_offering_id as id
    from covers v join timetable_entries e on e.id = v.entry_id
    join teachers p on p.id = v.teacher_id and p.active is not false
   where v.teacher_id = $1 and v.date = $2`;
