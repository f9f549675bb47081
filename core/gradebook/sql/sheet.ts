// A sheet is a lesson group and a term: its pupils, assessments and results. All run under the school's scope.

/** $1 lesson group, $2 term. One row, or none when they are of different years or of another school. */
export const FIND_SHEET = `
  select o.id, o.title, o.subject_id, s.title as subject_title, s.title_ar as subject_title_ar, s.subject_group,
         o.academic_year_id, c.grade_level_id, t.id as term_id, t.title as term_title, t.start_date, t.end_date,
         g.state, g.note, g.submitted_at, g.submitted_label, g.moderated_at, g.moderated_label, g.published_at
    from class_offerings o
    join subjects s on s.id = o.subject_id
    join terms t on t.id = $2 and t.academic_year_id = o.academic_year_id
    left join classrooms c on c.id = o.classroom_id
    left join grade_sheets g on g.class_offering_id = o.id and g.term_id = t.id
   where o.id = $1`;

/** $1 lesson groups, $2 term. Who was in them on any day of the term. */
export const SHEET_PUPILS = `
  select m.class_offering_id, s.id, s.display_name, s.display_name_ar, s.admission_number
    from class_members m
    join students s on s.id = m.student_id
    join terms t on t.id = $2
   where m.class_offering_id = any($1)
     and (m.start_date is null or m.start_date <= t.end_date) and (m.end_date is null or m.end_date >= t.start_date)
   order by s.display_name, s.id`;

/** $1 lesson groups, $2 terms. The columns in their order, with the criteria of those that have a rubric. */
export const SHEET_ASSESSMENTS = `
  select id, class_offering_id, term_id, title, type, date, resit_date, category_id, total_marks::text, weight::text, sort, published_at,
         (select p.questions from exam_papers p where p.exam_id = exams.id and p.questions @> '[{"levels": []}]') as rubric
    from exams
   where class_offering_id = any($1) and term_id = any($2::uuid[])
   order by sort nulls last, date nulls last, created_at, id`;

/** $1 assessments. Every result; of two of one attempt the newer comes last. Uses exam_results' index on the exam. */
export const SHEET_RESULTS = `
  select id, exam_id, student_id, date, coalesce(attempt, 1)::int as attempt, status, score_hundredths::float8 as score,
         late, days_late::int, comment, updated_at
    from exam_results
   where exam_id = any($1)
   order by date, id`;

/**
 * $1 lesson groups, $2 term. Takes the sheets for the length of the transaction: saving, moderating and publishing one
 * sheet go one after the other, so that no save slips between a publication's reading and writing.
 */
export const HOLD_SHEETS = `
  insert into grade_sheets as g (class_offering_id, term_id)
  select o, $2 from unnest($1::uuid[]) o order by o
  on conflict (tenant_id, class_offering_id, term_id) do update set updated_at = now()
  returning g.class_offering_id, g.state, g.submitted_by`;

/** $1 lesson groups, $2 term. Takes the sheets there are, in the same order as HOLD_SHEETS, so that none waits for the other. */
export const LOCK_SHEETS = `
  select class_offering_id from grade_sheets where class_offering_id = any($1) and term_id = $2
   order by class_offering_id for update`;
