// Covering for absent teachers. Run under the school's scope: row-level security names the school.

/** $1 date. Who is absent and in which periods; no periods means the whole day. */
export const ABSENT_ON = `
  select a.id, a.teacher_id as "teacherId", t.display_name as teacher, coalesce(t.display_name_ar, t.display_name) as "teacherAr",
         a.first_period as "firstPeriod", a.last_period as "lastPeriod", a.note
    from teacher_absences a join teachers t on t.id = a.teacher_id
   where a.start_date <= $1 and a.end_date >= $1
   order by t.display_name, a.id`;

/** $1 date, $2 first day of the term's count. Teachers who work here, their subjects, and how often they covered since. */
export const TEACHERS_WHO_COVER = `
  select t.id, t.display_name as name, coalesce(t.display_name_ar, t.display_name) as "nameAr",
         (select coalesce(array_agg(distinct o.subject_id), '{}') from class_offerings o
           where o.teacher_id = t.id or exists (select from timetable_entries e where e.teacher_id = t.id and e.class_offering_id = o.id)) as subjects,
         (select count(*)::int from covers v where v.teacher_id = t.id and v.date between $2 and $1) as covers
    from teachers t where t.active is not false
   order by t.display_name, t.id`;

/** $1 lesson groups. */
export const SUBJECTS_OF = 'select id, subject_id from class_offerings where id = any($1)';

/** $1 lesson, $2 date, $3 covering teacher, $4 absence or null. One cover a lesson and date. */
export const ASSIGN_COVER = `
  insert into covers (entry_id, date, teacher_id, absence_id) values ($1, $2, $3, $4)
  on conflict (tenant_id, entry_id, date) do update
     set teacher_id = excluded.teacher_id, absence_id = excluded.absence_id, updated_at = now()
  returning id`;

/** $1 lesson, $2 date. */
export const END_COVER = 'delete from covers where entry_id = $1 and date = $2 returning id';
