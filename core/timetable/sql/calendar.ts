// Run under the school's scope: row-level security names the school.

/** Whoever had the name of the ordinary schedule gives it up; before the new one takes it, because it is unique. */
export const DROP_DEFAULT = 'update bell_schedules set is_default = false where is_default';

/** $1 first day, $2 last day, $3 the span itself (null for a new one). The span that shares a day with these. */
export const SPAN_IN_THE_WAY = `
  select s.start_date as "start", s.end_date as "end"
    from bell_schedule_spans s
   where s.start_date <= $2 and s.end_date >= $1 and s.id is distinct from $3::uuid
   limit 1`;

/** $1 days as JSON [{date, kind, title, titleAr, bellScheduleId, followsWeekday}]. The last word on a date stands. */
export const SAVE_DAYS = `
  insert into calendar_days (date, kind, title, title_ar, bell_schedule_id, follows_weekday)
  select d.date, d.kind::enum_calendar_days_kind, d.title, d."titleAr", d."bellScheduleId", d."followsWeekday"
    from jsonb_to_recordset($1::jsonb) as d(date text, kind text, title text, "titleAr" text, "bellScheduleId" uuid, "followsWeekday" int)
  on conflict (tenant_id, date) do update
     set kind = excluded.kind, title = excluded.title, title_ar = excluded.title_ar,
         bell_schedule_id = excluded.bell_schedule_id, follows_weekday = excluded.follows_weekday, updated_at = now()
  returning id`;

/** $1 dates. They become again what their weekday says. */
export const CLEAR_DAYS = 'delete from calendar_days where date = any($1) returning id';

/** $1 days as JSON [{date, title, titleAr}]. What a template suggests; a date that already says something keeps it. */
export const ADD_HOLIDAYS = `
  insert into calendar_days (date, kind, title, title_ar)
  select d.date, 'holiday', d.title, d."titleAr" from jsonb_to_recordset($1::jsonb) as d(date text, title text, "titleAr" text)
  on conflict (tenant_id, date) do nothing
  returning id`;

/** $1 title, $2 title in Arabic, $3 whether it is for ordinary days. A schedule of the same title is taken over. */
export const SAVE_SCHEDULE = `
  with known as (
    update bell_schedules set title_ar = $2::text, is_default = $3::boolean, updated_at = now()
     where id = (select id from bell_schedules where title = $1::text order by created_at, id limit 1) returning id
  ), made as (
    insert into bell_schedules (title, title_ar, is_default) select $1::text, $2::text, $3::boolean where not exists (select from known) returning id
  )
  select id from known union all select id from made`;

/** $1 schedule. */
export const CLEAR_PERIODS = 'delete from bell_periods where schedule_id = $1';

/** $1 schedule, $2 periods as JSON [{number, title, titleAr, starts, ends, isBreak}]. */
export const ADD_PERIODS = `
  insert into bell_periods (schedule_id, number, title, title_ar, starts, ends, is_break)
  select $1::uuid, p.number, p.title, p."titleAr", p.starts, p.ends, p."isBreak"
    from jsonb_to_recordset($2::jsonb) as p(number int, title text, "titleAr" text, starts text, ends text, "isBreak" boolean)`;

/** $1 schedule, $2 first day, $3 last day. Nothing when another span has one of these days. */
export const ADD_SPAN = `
  insert into bell_schedule_spans (schedule_id, start_date, end_date)
  select $1::uuid, $2::text, $3::text
   where not exists (select from bell_schedule_spans s where s.start_date <= $3::text and s.end_date >= $2::text)
  returning id`;

/** $1 title, $2 first day, $3 last day. */
export const ADD_YEAR = `
  insert into academic_years (title, start_date, end_date, current)
  select $1::text, $2::text, $3::text, not exists (select from academic_years where current) returning id`;

/** $1 year, $2 semesters as JSON [{title, startDate, endDate}]. */
export const ADD_SEMESTERS = `
  insert into terms (title, kind, academic_year_id, start_date, end_date)
  select s.title, 'semester', $1::uuid, s."startDate", s."endDate"
    from jsonb_to_recordset($2::jsonb) as s(title text, "startDate" text, "endDate" text)`;

/** $1 year. Its dates. */
export const YEAR_DATES =
  'select id, title, start_date as "startDate", end_date as "endDate" from academic_years where id = $1';

/** The years with their terms, the spans with other bells, and the schedules: everything of a calendar but its days. */
export const CALENDAR_FRAME = `
  select (select coalesce(json_agg(json_build_object('id', y.id, 'title', y.title, 'startDate', y.start_date, 'endDate', y.end_date,
                   'current', coalesce(y.current, false)) order by y.start_date desc, y.id), '[]') from academic_years y) as years,
         (select coalesce(json_agg(json_build_object('id', t.id, 'title', t.title, 'kind', t.kind, 'yearId', t.academic_year_id,
                   'startDate', t.start_date, 'endDate', t.end_date) order by t.start_date, t.id), '[]') from terms t) as terms,
         (select coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'titleAr', s.title_ar,
                   'isDefault', coalesce(s.is_default, false),
                   'periods', (select coalesce(json_agg(json_build_object('number', p.number, 'title', p.title, 'titleAr', p.title_ar,
                      'starts', p.starts, 'ends', p.ends, 'isBreak', coalesce(p.is_break, false)) order by p.starts), '[]')
                      from bell_periods p where p.schedule_id = s.id)) order by s.is_default desc nulls last, s.title), '[]')
            from bell_schedules s) as schedules,
         (select coalesce(json_agg(json_build_object('id', n.id, 'scheduleId', n.schedule_id, 'startDate', n.start_date,
                   'endDate', n.end_date) order by n.start_date), '[]') from bell_schedule_spans n) as spans`;
