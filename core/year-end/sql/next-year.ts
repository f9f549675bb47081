// Making the next year from this one. All run under the school's scope and in one transaction; each may run again.

/** $1 the next year, $2 its terms as JSON [{title, kind, startDate, endDate, weight, ownWeight}]. */
export const COPY_TERMS = `
  insert into terms (title, kind, academic_year_id, start_date, end_date, weight_hundredths, own_weight_hundredths)
  select n.title, n.kind::enum_terms_kind, $1, n."startDate", n."endDate", n.weight, n."ownWeight"
    from jsonb_to_recordset($2::jsonb)
         as n(title text, kind text, "startDate" text, "endDate" text, weight numeric, "ownWeight" numeric)
   where not exists (select from terms t where t.academic_year_id = $1 and t.title = n.title and t.kind = n.kind::enum_terms_kind)`;

/** $1 from, $2 to. The classes of every grade again, without pupils. */
export const COPY_CLASSES = `
  insert into classrooms (title, title_ar, code, grade_level_id, academic_year_id, capacity, room)
  select c.title, c.title_ar, c.code, c.grade_level_id, $2, c.capacity, c.room
    from classrooms c
   where c.academic_year_id = $1
     and not exists (select from classrooms k where k.academic_year_id = $2 and k.title = c.title and k.grade_level_id is not distinct from c.grade_level_id)`;

const PAIRS = `
  pairs as (
    select c.id as old, k.id as new from classrooms c join classrooms k on k.academic_year_id = $2 and k.title = c.title
           and k.grade_level_id is not distinct from c.grade_level_id
     where c.academic_year_id = $1)`;

/** $1 from, $2 to, $3 with teachers. The lesson groups of the classes. */
export const COPY_LESSONS = `
  with ${PAIRS}
  insert into class_offerings (title, code, subject_id, classroom_id, term_id, academic_year_id, teacher_id, period, room)
  select o.title, o.code, o.subject_id, p.new,
         (select n.id from terms t join terms n on n.academic_year_id = $2 and n.kind = t.kind and n.title = t.title where t.id = o.term_id limit 1),
         $2, case when $3 and (select active is not false from teachers where id = o.teacher_id) then o.teacher_id end, o.period, o.room
    from class_offerings o join pairs p on p.old = o.classroom_id
   where o.academic_year_id = $1
     and not exists (select from class_offerings x where x.academic_year_id = $2 and x.classroom_id = p.new and x.subject_id = o.subject_id and x.title = o.title)`;

/** $1 from, $2 to. Who teaches a class, as long as they still work here. */
export const COPY_TEACHERS = `
  with ${PAIRS}
  insert into class_teachers (teacher_id, classroom_id, "primary", start_date)
  select t.teacher_id, p.new, t."primary", y.start_date
    from class_teachers t join pairs p on p.old = t.classroom_id join teachers w on w.id = t.teacher_id and w.active is not false
    join academic_years y on y.id = $2
  on conflict do nothing`;
