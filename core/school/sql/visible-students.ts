// Runs under the school's scope, so no query names the tenant: row-level security adds it.

/** $1 teacher. Pupils of the homerooms and lesson groups the teacher is assigned to. */
export const STUDENTS_OF_TEACHER = `
  select e.student_id as id
    from class_teachers t join enrollments e on e.classroom_id = t.classroom_id and e.status = 'active'
   where t.teacher_id = $1
  union
  select m.student_id
    from class_teachers t join class_members m on m.class_offering_id = t.class_offering_id
   where t.teacher_id = $1
  union
  select m.student_id
    from class_offerings o join class_members m on m.class_offering_id = o.id
   where o.teacher_id = $1`;

/** $1 guardian. Children whose records the guardian may see. */
export const CHILDREN_OF_GUARDIAN = `
  select student_id as id from student_guardians where guardian_id = $1 and may_see_records`;

/** $1 teacher. Classrooms and lesson groups the teacher is assigned to. */
export const CLASSES_OF_TEACHER = `
  select coalesce(classroom_id, class_offering_id) as id from class_teachers where teacher_id = $1
  union
  select id from class_offerings where teacher_id = $1`;
