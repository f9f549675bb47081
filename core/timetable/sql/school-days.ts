// What a date is and which lessons it has. All run under the school's scope: row-level security names the school.

/**
 * The dates from $1 to $2, with $3 the weekdays of the weekend, each with what it is. A day of the calendar decides; then
 * the weekend; outside of every academic year there is no school. The bell schedule is that of the day, or of the time
 * (Ramadan), or the ordinary one.
 */
const DAYS = `
  select g.date, d.kind::text as kind, d.title, d.title_ar, d.follows_weekday, d.bell_schedule_id is not null as has_own_bells,
         extract(dow from g.date::date)::int = any($3::int[]) as is_weekend,
         exists (select from academic_years y where y.start_date <= g.date and y.end_date >= g.date) as in_year,
         coalesce(d.follows_weekday, extract(dow from g.date::date)::int) as weekday,
         coalesce(d.bell_schedule_id, s.schedule_id, (select id from bell_schedules where is_default)) as schedule_id
    from (select to_char(at, 'YYYY-MM-DD') as date from generate_series($1::date, $2::date, interval '1 day') at) g
    left join calendar_days d on d.date = g.date
    left join lateral (
      select schedule_id from bell_schedule_spans s where s.start_date <= g.date and s.end_date >= g.date
       order by start_date desc limit 1) s on true`;

const IS_SCHOOL_DAY = `(case when d.kind is null then d.in_year and not d.is_weekend else d.kind <> 'holiday' end)`;

/** $1 first date, $2 last date, $3 weekend. One statement for a day or for a year (365 days: 4 ms). */
export const SCHOOL_DAYS = `
  select d.date, d.kind, d.title, d.title_ar, d.follows_weekday, d.has_own_bells, d.is_weekend, d.in_year, d.schedule_id,
         ${IS_SCHOOL_DAY} as is_school_day
    from (${DAYS}) d order by d.date`;

/**
 * $1 first date, $2 last date, $3 weekend, and whose lessons: $4 teacher, $5 lesson group, $6 class, $7 room, $8 pupil,
 * each null for all. A lesson is held when its date is a school day and the bell schedule of the date knows its period: in
 * Ramadan periods 6 and 7 fall away by themselves. On days of exams the exams are held and no lessons. The cover of the
 * date takes the place of the teacher. One statement, because registers, calendars and feeds ask for it all day: a day of
 * a school of 80 classes has 560 rows.
 */
export const LESSONS = `
  select d.date, p.number as period, p.title as "periodTitle", p.title_ar as "periodTitleAr", p.starts, p.ends,
         e.id as "entryId", e.class_offering_id as "offeringId", o.classroom_id as "classroomId",
         coalesce(v.teacher_id, e.teacher_id) as "teacherId", e.teacher_id as "regularTeacherId",
         v.id is not null as covered, e.room_id as "roomId",
         o.title as lesson, b.title as subject, coalesce(b.title_ar, b.title) as "subjectAr",
         c.title as class, coalesce(c.title_ar, c.title) as "classAr",
         t.display_name as teacher, coalesce(t.display_name_ar, t.display_name) as "teacherAr",
         a.display_name as "regularTeacher", coalesce(a.display_name_ar, a.display_name) as "regularTeacherAr",
         r.title as room, coalesce(r.title_ar, r.title) as "roomAr"
    from (${DAYS}) d
    join timetable_entries e on e.weekday = d.weekday and e.start_date <= d.date and e.end_date >= d.date
    join bell_periods p on p.schedule_id = d.schedule_id and p.number = e.period_number
    join class_offerings o on o.id = e.class_offering_id
    join subjects b on b.id = o.subject_id
    left join classrooms c on c.id = o.classroom_id
    left join covers v on v.entry_id = e.id and v.date = d.date
    left join teachers t on t.id = coalesce(v.teacher_id, e.teacher_id)
    left join teachers a on a.id = e.teacher_id
    left join rooms r on r.id = e.room_id
   where ${IS_SCHOOL_DAY} and d.kind is distinct from 'exam_day'
     and ($4::uuid is null or coalesce(v.teacher_id, e.teacher_id) = $4)
     and ($5::uuid is null or e.class_offering_id = $5)
     and ($6::uuid is null or o.classroom_id = $6)
     and ($7::uuid is null or e.room_id = $7)
     and ($8::uuid is null
       or exists (select from class_members m where m.class_offering_id = o.id and m.student_id = $8
            and (m.start_date is null or m.start_date <= d.date) and (m.end_date is null or m.end_date >= d.date))
       or (not exists (select from class_members m where m.class_offering_id = o.id)
            and exists (select from enrollments n where n.classroom_id = o.classroom_id and n.student_id = $8 and n.status = 'active'
              and (n.start_date is null or n.start_date <= d.date) and (n.end_date is null or n.end_date >= d.date))))
   order by d.date, p.starts, o.title, e.id`;
