// What a proposal is made of. All run under the school's scope.

/**
 * $1 the year that ends, $2 the next one. Every active pupil with class and grade of that year; who was taken in for the next
 * year only is not of this move.
 */
export const PUPILS_TO_MOVE = `
  select s.id, e.id as enrollment_id, e.classroom_id as class_id, coalesce(c.grade_level_id, s.grade_level_id) as grade_id,
         e.next_year as intention
    from students s
    left join enrollments e on e.student_id = s.id and e.academic_year_id = $1 and e.status = 'active'
    left join classrooms c on c.id = e.classroom_id
   where s.status = 'active'
     and (e.id is not null or not exists (select from enrollments n where n.student_id = s.id and n.academic_year_id = $2))`;

/** $1 year. How many subjects a pupil failed by the last published mark of each. */
export const FAILED_SUBJECTS = `
  select student_id as id, count(*)::int as failed
    from (select distinct on (m.student_id, m.subject_id) m.student_id, m.passes
            from term_marks m join terms t on t.id = m.term_id
           where m.academic_year_id = $1 and m.published_at is not null and m.status = 'marked'
           order by m.student_id, m.subject_id, t.end_date desc) last
   where passes is false
   group by student_id`;

export const GRADES = `
  select id, "order"::float8 as "order", next_grade_id as "nextId", last_grade is true as "isLast" from grade_levels`;

/** $1 year. */
export const CLASSES_OF_YEAR =
  'select id, title, grade_level_id as "gradeId" from classrooms where academic_year_id = $1 order by title, id';

/** $1 year end, $2 decisions as JSON. Proposals replace proposals; what somebody decided by hand stays. */
export const SAVE_PROPOSALS = `
  insert into year_end_decisions
    (year_end_id, student_id, outcome, reason, enrollment_id, from_class_id, from_grade_id, to_grade_id, to_class_id)
  select $1, d."studentId", d.outcome, d.reason, d."enrollmentId", d."fromClassId", d."fromGradeId", d."toGradeId", d."toClassId"
    from jsonb_to_recordset($2::jsonb) as d("studentId" uuid, outcome text, reason text, "enrollmentId" uuid,
         "fromClassId" uuid, "fromGradeId" uuid, "toGradeId" uuid, "toClassId" uuid)
  on conflict (tenant_id, year_end_id, student_id) do update
     set enrollment_id = excluded.enrollment_id, from_class_id = excluded.from_class_id, from_grade_id = excluded.from_grade_id,
         outcome = case when year_end_decisions.reason = 'by_hand' then year_end_decisions.outcome else excluded.outcome end,
         to_grade_id = case when year_end_decisions.reason = 'by_hand' then year_end_decisions.to_grade_id else excluded.to_grade_id end,
         to_class_id = case when year_end_decisions.reason = 'by_hand' then year_end_decisions.to_class_id else excluded.to_class_id end,
         reason = case when year_end_decisions.reason = 'by_hand' then 'by_hand' else excluded.reason end`;

/** $1 year end, $2 pupils. Who is no longer of this move. */
export const DROP_OTHERS =
  'delete from year_end_decisions where year_end_id = $1 and student_id <> all($2::uuid[])';
