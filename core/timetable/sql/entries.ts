// Run under the school's scope: row-level security names the school.

/** $1 lesson group. How long its lessons last and who gives them: the dates of its term, or of its year without one. */
export const ENTRY_DEFAULTS = `
  select coalesce(t.start_date, y.start_date) as "startDate", coalesce(t.end_date, y.end_date) as "endDate",
         o.teacher_id as teacher
    from class_offerings o join academic_years y on y.id = o.academic_year_id left join terms t on t.id = o.term_id
   where o.id = $1`;

/**
 * $1 lesson group, $2 teacher, $3 room (null for none), $4 first and $5 last day, $6 a lesson that is moved (null for a new
 * one). Every lesson that would be in the way of such a one in its own period: the rule of `refuse_timetable_clash` in
 * migrations/0033, for all periods at once, so that a page can show where there is room before anything is saved.
 */
export const IN_THE_WAY = `
  with shared as (
    select b.class_offering_id as other,
           min(greatest(coalesce(a.start_date, ''), coalesce(b.start_date, ''))) as since,
           max(least(coalesce(a.end_date, '9999-12-31'), coalesce(b.end_date, '9999-12-31'))) as until
      from class_members a join class_members b on b.student_id = a.student_id
     where a.class_offering_id = $1
     group by 1
  )
  select o.id as "entryId", o.weekday, o.period_number as period,
         case when o.teacher_id = $2 then 'teacher' when o.room_id = $3 then 'room' else 'pupils' end as kind,
         h.title as lesson, coalesce(b.title_ar || coalesce(' ' || c.title_ar, ''), h.title) as "lessonAr",
         o.start_date as "from", o.end_date as "until"
    from timetable_entries o
    join class_offerings h on h.id = o.class_offering_id
    join class_offerings g on g.id = $1
    left join shared s on s.other = o.class_offering_id
     and s.since <= least($5, o.end_date) and s.until >= greatest($4, o.start_date)
    left join subjects b on b.id = h.subject_id
    left join classrooms c on c.id = h.classroom_id
   where o.id is distinct from $6::uuid and o.start_date <= $5 and o.end_date >= $4
     and (o.teacher_id = $2 or o.room_id = $3 or o.class_offering_id = $1 or s.other is not null
       or (g.classroom_id = h.classroom_id
           and (not exists (select from class_members m where m.class_offering_id = g.id)
             or not exists (select from class_members m where m.class_offering_id = h.id))))
   order by o.weekday, o.period_number, h.title limit 500`;

/**
 * $1 date in the week, and whose: $2 class, $3 teacher, $4 room, $5 pupil (three of them null). The lessons that come back
 * each week, with names, as a grid shows them.
 */
export const WEEK_ENTRIES = `
  select e.id, e.weekday, e.period_number as period, e.class_offering_id as "offeringId", e.teacher_id as "teacherId",
         e.room_id as "roomId", e.start_date as "startDate", e.end_date as "endDate",
         o.title as lesson, b.title as subject, coalesce(b.title_ar, b.title) as "subjectAr",
         c.title as class, coalesce(c.title_ar, c.title) as "classAr",
         t.display_name as teacher, coalesce(t.display_name_ar, t.display_name) as "teacherAr",
         r.title as room, coalesce(r.title_ar, r.title) as "roomAr"
    from timetable_entries e
    join class_offerings o on o.id = e.class_offering_id
    join subjects b on b.id = o.subject_id
    left join classrooms c on c.id = o.classroom_id
    left join teachers t on t.id = e.teacher_id
    left join rooms r on r.id = e.room_id
   where e.start_date <= $1 and e.end_date >= $1
     and ($2::uuid is null or o.classroom_id = $2)
     and ($3::uuid is null or e.teacher_id = $3)
     and ($4::uuid is null or e.room_id = $4)
     and ($5::uuid is null or exists (select from class_members m where m.class_offering_id = o.id and m.student_id = $5))
   order by e.weekday, e.period_number, o.title, e.id limit 1000`;

/** What a page offers to choose from: classes and lesson groups of the current year, teachers who work here, rooms, bells. */
export const CHOICES = `
  select (select coalesce(json_agg(json_build_object('id', c.id, 'title', c.title, 'titleAr', coalesce(c.title_ar, c.title)) order by c.title, c.id), '[]')
            from classrooms c join academic_years y on y.id = c.academic_year_id and y.current) as classes,
         (select coalesce(json_agg(json_build_object('id', t.id, 'title', t.display_name, 'titleAr', coalesce(t.display_name_ar, t.display_name)) order by t.display_name, t.id), '[]')
            from teachers t where t.active is not false) as teachers,
         (select coalesce(json_agg(json_build_object('id', r.id, 'title', r.title, 'titleAr', coalesce(r.title_ar, r.title)) order by r.code, r.id), '[]')
            from rooms r) as rooms,
         (select coalesce(json_agg(json_build_object('id', o.id, 'title', o.title, 'titleAr', coalesce(b.title_ar || coalesce(' ' || c.title_ar, ''), o.title),
                   'classroomId', o.classroom_id, 'teacherId', o.teacher_id,
                   'startDate', coalesce(m.start_date, y.start_date)) order by o.title, o.id), '[]')
            from class_offerings o join subjects b on b.id = o.subject_id
            join academic_years y on y.id = o.academic_year_id and y.current
            left join terms m on m.id = o.term_id
            left join classrooms c on c.id = o.classroom_id) as offerings,
         (select coalesce(json_agg(json_build_object('id', p.id, 'scheduleId', p.schedule_id, 'number', p.number, 'title', p.title,
                   'titleAr', p.title_ar, 'starts', p.starts, 'ends', p.ends) order by p.starts), '[]')
            from bell_periods p join bell_schedules s on s.id = p.schedule_id and s.is_default) as periods`;

/** $1 entry, $2 date. Lessons before the date are kept: one that began earlier ends on the day before. */
export const END_ENTRY = `
  update timetable_entries set end_date = to_char($2::date - 1, 'YYYY-MM-DD'), updated_at = now()
   where id = $1 and start_date < $2 returning id`;

/** $1 entry, $2 date. Covers of what is no longer held. */
export const DROP_COVERS = 'delete from covers where entry_id = $1 and date >= $2';

/** $1 entry. */
export const DROP_ENTRY = 'delete from timetable_entries where id = $1 returning id';

/** $1 entry. As it is, held for the change. */
export const LOCK_ENTRY = `
  select id, class_offering_id as "offeringId", start_date as "startDate", end_date as "endDate"
    from timetable_entries where id = $1 for update`;

/** $1 entry, $2 weekday, $3 period, $4 teacher, $5 room. */
export const CHANGE_ENTRY = `
  update timetable_entries set weekday = $2, period_number = $3, teacher_id = $4, room_id = $5, updated_at = now() where id = $1`;

/** $1 lesson group, $2 weekday, $3 period, $4 teacher, $5 room, $6 first and $7 last day. */
export const ADD_ENTRY = `
  insert into timetable_entries (class_offering_id, weekday, period_number, teacher_id, room_id, start_date, end_date)
  values ($1, $2, $3, $4, $5, $6, $7) returning id`;

/** $1 pupils. The classes they are in now. */
export const CLASSES_OF_PUPILS = `
  select s.id as "studentId", s.display_name as title, coalesce(s.display_name_ar, s.display_name) as "titleAr", e.classroom_id as "classroomId"
    from students s
    left join lateral (select classroom_id from enrollments e where e.student_id = s.id and e.status = 'active'
                        order by created_at desc limit 1) e on true
   where s.id = any($1) and s.status = 'active' order by s.display_name, s.id limit 30`;
