// Excuses of families. All run under the school's scope.

// $1 pupils (null: all), $2 status (null: every one).
const WANTED = '($1::uuid[] is null or x.student_id = any($1)) and ($2::text is null or x.status = $2)';

/** How many there are in all. */
export const COUNT_EXCUSES = `select count(*)::int as count from attendance_excuses x where ${WANTED}`;

/**
 * $3 how many, $4 how many before them. The open ones first, oldest of them first; then what was
 * decided, newest first.
 */
export const LIST_EXCUSES = `
  select x.id, x.first_date, x.last_date, x.reason, x.file_name, x.status, x.channel, x.decision_note, x.created_at, x.decided_at,
         s.id as student, s.display_name, s.display_name_ar, s.admission_number, c.title as class, c.title_ar as class_ar,
         g.display_name as guardian, g.display_name_ar as guardian_ar, u.display_name as decided_by,
         (select count(*)::int from attendance_days d
           where d.student_id = x.student_id and d.date between x.first_date and x.last_date and d.status = 'absent' and not d.excused) as unexcused
    from attendance_excuses x
    join students s on s.id = x.student_id
    left join guardians g on g.id = x.guardian_id
    left join users u on u.id = x.decided_by
    left join lateral (
      select k.title, k.title_ar from enrollments e join classrooms k on k.id = e.classroom_id
       where e.student_id = s.id and e.status = 'active' order by e.start_date desc nulls last limit 1) c on true
   where ${WANTED}
   order by x.status = 'pending' desc, case when x.status = 'pending' then x.created_at end, x.created_at desc, x.id limit $3 offset $4`;

/** $1 pupil, $2 first date, $3 last date, $4 code that excuses, $5 user, $6 reason, $7 excuse. Before EXCUSE_MARKS. */
export const KEEP_EXCUSED = `
  insert into attendance_corrections (student_id, date, classroom_id, class_offering_id, period_number, from_code, from_minutes,
         to_code, user_id, reason, excuse_id)
  select a.student_id, a.date, a.classroom_id, a.class_offering_id, a.period_number, a.code, a.minutes, $4, $5::uuid, $6, $7::uuid
    from attendance a left join attendance_codes c on c.code = a.code
   where a.student_id = $1 and a.date between $2 and $3 and a.status = 'absent' and not coalesce(c.excused, false)`;

/** $1 pupil, $2 first date, $3 last date, $4 code, $5 user. Every absence without excuse of these days gets the code. */
export const EXCUSE_MARKS = `
  update attendance a set code = $4, recorded_by_id = $5::uuid, updated_at = now()
   where a.student_id = $1 and a.date between $2 and $3 and a.status = 'absent'
     and not exists (select from attendance_codes c where c.code = a.code and c.excused)
  returning a.date`;
