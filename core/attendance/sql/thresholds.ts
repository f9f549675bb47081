// Counting pupils against thresholds. All run under the school's scope.

/**
 * $1 pupils, $2 dates. The rules in use that concern these pupils with their steps, and the year or the longest term that
 * holds one of the dates: one row a rule, period and pupil. Nothing for a school without rules.
 */
export const RULES_OF_PUPILS = `
  select r.id as rule, r.title, r.title_ar, r.measure::text as measure, r.lates_per_day, r.min_days, p.id as period,
         p.title as period_title, p.start_date, p.end_date, s.id as student, s.display_name, s.display_name_ar,
         s.admission_number, c.title as class, coalesce(c.title_ar, c.title) as class_ar, t.steps
    from attendance_threshold_rules r
    join lateral (
      select jsonb_agg(jsonb_build_object('id', t.id, 'at', t.at, 'code', t.code, 'title', t.title, 'titleAr', t.title_ar,
               'letter', t.letter_text, 'letterAr', t.letter_text_ar)) as steps
        from attendance_threshold_steps t where t.rule_id = r.id) t on t.steps is not null
    cross join unnest($2::text[]) as d(date)
    join lateral (
      select y.id, y.title, y.start_date, y.end_date from academic_years y
       where r.period = 'year' and d.date between y.start_date and y.end_date
      union all
      (select m.id, m.title, m.start_date, m.end_date from terms m
        where r.period = 'term' and m.kind <> 'gradingPeriod' and d.date between m.start_date and m.end_date
        order by m.start_date, m.end_date desc limit 1)) p on true
    join students s on s.id = any($1)
    left join grade_levels g on g.id = s.grade_level_id
    left join grade_levels f on f.id = r.grade_from_id
    left join grade_levels u on u.id = r.grade_to_id
    left join lateral (
      select k.title, k.title_ar from enrollments e join classrooms k on k.id = e.classroom_id
       where e.student_id = s.id and e.status = 'active' order by e.start_date desc nulls last limit 1) c on true
   where r.active and (f.id is null or g."order" >= f."order") and (u.id is null or g."order" <= u."order")
   group by r.id, p.id, p.title, p.start_date, p.end_date, s.id, c.title, c.title_ar, t.steps`;

/** $1 pupils, $2 first date, $3 last date. The recorded days in the order of dates: the primary key holds them together. */
export const DAYS_OF_PUPILS = `
  select student_id as student, date, status, excused from attendance_days
   where student_id = any($1) and date between $2 and $3 order by student_id, date`;

/** $1 pupils, $2 periods. What they have reached before. */
export const REACHED_BEFORE = `
  select id, step_id as step, student_id as student, period_id as period, reached_on, count::float8 as count,
         withdrawn_at is not null as withdrawn
    from attendance_steps_reached where student_id = any($1) and period_id = any($2)`;

/**
 * $1 new or returning steps as JSON. A step that was withdrawn comes back to its row, with what happened to it before.
 * Returns what is new.
 */
export const KEEP_REACHED = `
  insert into attendance_steps_reached (rule_id, step_id, student_id, period_id, reached_on, count, letter)
  select n.rule, n.step, n.student, n.period, n."on", n.count, n.letter
    from jsonb_to_recordset($1::jsonb) as n(rule uuid, step uuid, student uuid, period uuid, "on" text, count numeric, letter jsonb)
  on conflict (tenant_id, step_id, student_id, period_id) do update
     set reached_on = excluded.reached_on, count = excluded.count, letter = excluded.letter, withdrawn_at = null,
         printed_at = null, printed_by = null, updated_at = now(),
         history = attendance_steps_reached.history || jsonb_build_array(jsonb_build_object(
           'what', 'reached again', 'at', now(), 'was', attendance_steps_reached.reached_on))
  returning id, step_id as step, student_id as student, period_id as period, reached_on`;

/** $1 ids. Steps that pupils are below after a correction; the letters stay as withdrawn. */
export const WITHDRAW_REACHED = `
  update attendance_steps_reached
     set withdrawn_at = now(), updated_at = now(),
         history = history || jsonb_build_array(jsonb_build_object('what', 'withdrawn', 'at', now(), 'was', reached_on, 'printed', printed_at))
   where id = any($1)`;

/** $1 [{id, count}] as JSON. The number that a list shows, as it stands now. */
export const COUNT_REACHED = `
  update attendance_steps_reached r set count = n.count, updated_at = now()
    from jsonb_to_recordset($1::jsonb) as n(id uuid, count numeric) where r.id = n.id`;
