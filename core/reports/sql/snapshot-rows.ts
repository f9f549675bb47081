// What a snapshot is made of, for many pupils in one statement each. All run under the school's scope.

/**
 * $1 pupils, $2 term. The pupil with the class and grade of that year. The name is put together from its parts here,
 * because the display name of lists leaves the middle names out, and a certificate must not.
 */
export const PUPILS = `
  select s.id, s.given_name, s.middle_name, s.family_name, s.given_name_ar, s.middle_name_ar, s.family_name_ar,
         s.admission_number, s.birth_date, s.sex::text as sex,
         y.id as year_id, y.title as year, y.end_date as year_end, t.title as term, to_jsonb(t) ->> 'title_ar' as term_ar,
         c.id as classroom_id, c.title as classroom, c.title_ar as classroom_ar,
         g.title as grade, g.title_ar as grade_ar, h.teacher, h.teacher_ar
    from students s
    join terms t on t.id = $2
    join academic_years y on y.id = t.academic_year_id
    left join enrollments e on e.student_id = s.id and e.academic_year_id = y.id
    left join classrooms c on c.id = e.classroom_id
    left join grade_levels g on g.id = coalesce(c.grade_level_id, s.grade_level_id)
    left join lateral (
      select p.display_name as teacher, p.display_name_ar as teacher_ar
        from class_teachers k join teachers p on p.id = k.teacher_id
       where k.classroom_id = c.id order by k.primary desc nulls last, k.created_at, k.id limit 1) h on true
   where s.id = any($1)
   order by s.display_name, s.id`;

/** $1 pupils. The newest year a pupil was enrolled in: for certificates, which belong to no term. */
export const LATEST_PLACES = `
  select distinct on (s.id) s.id, s.given_name, s.middle_name, s.family_name, s.given_name_ar, s.middle_name_ar,
         s.family_name_ar, s.admission_number, s.birth_date, s.sex::text as sex, y.title as year, y.end_date as year_end,
         c.title as classroom, c.title_ar as classroom_ar, g.title as grade, g.title_ar as grade_ar
    from students s
    left join enrollments e on e.student_id = s.id
    left join academic_years y on y.id = e.academic_year_id
    left join classrooms c on c.id = e.classroom_id
    left join grade_levels g on g.id = coalesce(c.grade_level_id, s.grade_level_id)
   where s.id = any($1)
   order by s.id, y.start_date desc nulls last`;

/** $1 pupils, $2 term. The lesson groups of a pupil that a card of the term has a line for. */
export const LESSON_GROUPS = `
  select m.student_id, o.id as offering_id, o.subject_id, b.title, b.title_ar, b.credit_hours,
         p.display_name as teacher, p.display_name_ar as teacher_ar
    from class_members m
    join class_offerings o on o.id = m.class_offering_id
    join terms t on t.id = $2 and o.academic_year_id = t.academic_year_id and (o.term_id is null or o.term_id = t.id)
    join subjects b on b.id = o.subject_id
    left join lateral (
      select q.display_name, q.display_name_ar from teachers q
       where q.id = coalesce(o.teacher_id, (select k.teacher_id from class_teachers k where k.class_offering_id = o.id
                                              order by k.primary desc nulls last, k.created_at, k.id limit 1))) p on true
   where m.student_id = any($1)
     and (m.start_date is null or m.start_date <= t.end_date) and (m.end_date is null or m.end_date >= t.start_date)
   order by b.title, o.id`;

/** $1 pupils, $2 term. */
export const COMMENTS = `
  select student_id, class_offering_id, text_en, text_ar, conduct from report_comments
   where student_id = any($1) and term_id = $2`;

/**
 * $1 pupils, $2 term. Days by pupil: the register of the homeroom says what a day was; where only lessons were taken, a
 * pupil was absent on a day when absent from every lesson of it. Dates are texts that sort as dates.
 */
export const ATTENDANCE = `
  with days as (
    select a.student_id, a.date,
           coalesce(min(a.status::text) filter (where a.class_offering_id is null),
                    case when bool_and(a.status = 'absent') then 'absent' when bool_or(a.status = 'late') then 'late' else 'present' end) as status,
           bool_and(coalesce(c.excused, false)) filter (where a.status = 'absent') as excused
      from attendance a
      join terms t on t.id = $2 and a.date between t.start_date and t.end_date
      left join attendance_codes c on c.code = a.code
     where a.student_id = any($1)
     group by a.student_id, a.date)
  select student_id, count(*)::int as days,
         (count(*) filter (where status = 'absent' and excused is not true))::int as absent,
         (count(*) filter (where status = 'absent' and excused))::int as excused,
         (count(*) filter (where status = 'late'))::int as late
    from days group by student_id`;
