// The writing of a year end: each a statement over all pupils, 2,500 at once. All run under the school's scope and in one transaction.

/** $1 year end. What undoing puts back. */
export const REMEMBER = `
  update year_end_decisions d
     set before = jsonb_build_object('grade', s.grade_level_id, 'status', s.status, 'enrollment', (
           select jsonb_build_object('status', e.status, 'endDate', e.end_date, 'exitCode', e.exit_code, 'exitReason', e.exit_reason)
             from enrollments e where e.id = d.enrollment_id)),
         applied_at = null, new_enrollment_id = null
    from students s
   where d.year_end_id = $1 and s.id = d.student_id`;

/**
 * $1 year end, $2 last day of the year. The old places get their end and keep the names of their time; they stay active until
 * that day has passed, because registers are taken until then.
 */
export const CLOSE_PLACES = `
  update enrollments e
     set end_date = greatest(least(coalesce(d.exit_date, e.end_date, $2), $2), e.start_date),
         exit_code = (case d.outcome when 'promote' then 'promoted' when 'repeat' then 'repeats' when 'leave' then 'left' else 'graduated' end)::enum_enrollments_exit_code,
         exit_reason = d.exit_reason, grade_level_id = d.from_grade_id, grade_title = g.title, grade_title_ar = g.title_ar,
         class_title = c.title, class_title_ar = c.title_ar, student_name = s.display_name, student_name_ar = s.display_name_ar,
         updated_at = now()
    from year_end_decisions d
    join students s on s.id = d.student_id
    left join classrooms c on c.id = d.from_class_id
    left join grade_levels g on g.id = d.from_grade_id
   where d.year_end_id = $1 and e.id = d.enrollment_id`;

/** $1 year end. The new places, from the first day of the next year. */
export const OPEN_PLACES = `
  with placed as (
    insert into enrollments (student_id, classroom_id, academic_year_id, status, start_date, grade_level_id, repeating)
    select d.student_id, d.to_class_id, r.to_year_id, 'active', y.start_date, coalesce(k.grade_level_id, d.to_grade_id), d.outcome = 'repeat'
      from year_ends r join academic_years y on y.id = r.to_year_id
      join year_end_decisions d on d.year_end_id = r.id and d.outcome in ('promote', 'repeat')
      join classrooms k on k.id = d.to_class_id
     where r.id = $1
    returning id, student_id
  )
  update year_end_decisions d set new_enrollment_id = p.id from placed p where d.year_end_id = $1 and d.student_id = p.student_id`;

/** $1 year end. The lesson groups of the new classes. */
export const JOIN_LESSONS = `
  with joined as (
    insert into class_members (class_offering_id, student_id, start_date)
    select o.id, d.student_id, y.start_date
      from year_ends r join academic_years y on y.id = r.to_year_id
      join year_end_decisions d on d.year_end_id = r.id and d.new_enrollment_id is not null
      join class_offerings o on o.classroom_id = d.to_class_id and o.academic_year_id = r.to_year_id
     where r.id = $1
    on conflict do nothing
    returning id
  )
  insert into year_end_members (year_end_id, member_id) select $1, id from joined`;

/**
 * $1 year end, $2 today. What becomes true when its day has come: leavers and graduates after their last day, everybody else on
 * the first day of the next year. Each pupil once. Returns them with what they were and are.
 */
export const APPLY_DUE = `
  with due as (
    update year_end_decisions d set applied_at = now()
      from year_ends r join academic_years f on f.id = r.from_year_id join academic_years t on t.id = r.to_year_id
     where r.id = $1 and r.status = 'committed' and d.year_end_id = r.id and d.applied_at is null
       and case when d.outcome in ('leave', 'graduate') then $2 > coalesce(d.exit_date, f.end_date) else $2 >= t.start_date end
    returning d.student_id, d.outcome, d.enrollment_id, d.to_class_id, d.to_grade_id
  ), ended as (
    update enrollments e set status = 'ended', updated_at = now() from due where e.id = due.enrollment_id
  )
  update students s
     set status = (case due.outcome when 'leave' then 'left' when 'graduate' then 'graduated' else s.status::text end)::enum_students_status,
         grade_level_id = case when due.outcome in ('promote', 'repeat') then coalesce(k.grade_level_id, due.to_grade_id) else s.grade_level_id end,
         updated_at = now()
    from due left join classrooms k on k.id = due.to_class_id
   where s.id = due.student_id
  returning s.id, due.outcome`;

/** $1 year end, $2 today. The next year becomes the current one on its first day; a row when it did. */
export const TURN_YEAR = `
  with turned as (
    update year_ends r set turned_at = now() from academic_years t
     where r.id = $1 and r.status = 'committed' and r.turned_at is null and t.id = r.to_year_id and $2 >= t.start_date
    returning r.from_year_id, r.to_year_id
  )
  update academic_years y set current = (y.id = turned.to_year_id), updated_at = now()
    from turned where y.id in (turned.from_year_id, turned.to_year_id)
  returning y.id`;

/** $1 year end. What happened in the next year already and would be lost. */
export const NEW_LIFE = `
  select (select count(*)::int from attendance a join year_end_decisions d on d.student_id = a.student_id and d.year_end_id = r.id
           where a.date >= t.start_date and a.date <= t.end_date) as marks,
         (select count(*)::int from attendance_registers g left join classrooms c on c.id = g.classroom_id left join class_offerings o on o.id = g.class_offering_id
           where coalesce(c.academic_year_id, o.academic_year_id) = r.to_year_id) as registers,
         (select count(*)::int from exam_results x join year_end_decisions d on d.student_id = x.student_id and d.year_end_id = r.id
           where x.academic_year_id = r.to_year_id) as results
    from year_ends r join academic_years t on t.id = r.to_year_id where r.id = $1`;

/** $1 year end. One after the other: members, new places, old places, pupils, years. */
export const UNDO = [
  `delete from class_members m using year_end_members y where y.year_end_id = $1 and m.id = y.member_id`,
  `delete from enrollments e using year_end_decisions d where d.year_end_id = $1 and e.id = d.new_enrollment_id`,
  `update enrollments e
      set status = (d.before #>> '{enrollment,status}')::enum_enrollments_status, end_date = d.before #>> '{enrollment,endDate}',
          exit_code = (d.before #>> '{enrollment,exitCode}')::enum_enrollments_exit_code, exit_reason = d.before #>> '{enrollment,exitReason}',
          grade_level_id = null, grade_title = null, grade_title_ar = null, class_title = null, class_title_ar = null,
          student_name = null, student_name_ar = null, updated_at = now()
     from year_end_decisions d where d.year_end_id = $1 and e.id = d.enrollment_id`,
  `update students s
      set status = (d.before ->> 'status')::enum_students_status, grade_level_id = (d.before ->> 'grade')::uuid, updated_at = now()
     from year_end_decisions d where d.year_end_id = $1 and d.applied_at is not null and s.id = d.student_id`,
  `update academic_years y set current = (y.id = r.from_year_id), updated_at = now()
     from year_ends r where r.id = $1 and r.turned_at is not null and y.id in (r.from_year_id, r.to_year_id)`,
  `update year_ends set status = 'undone', undone_at = now(), revision = revision + 1 where id = $1`,
];
