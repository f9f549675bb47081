/** $1 rows. The marks of a term, a few hundred in one statement; 25,000 for a school of 2,500 pupils and ten subjects. */
export const UPSERT_TERM_MARKS = `
  insert into term_marks as m (student_id, class_offering_id, subject_id, term_id, academic_year_id, status,
         percent_hundredths, label, label_ar, gpa_hundredths, passes, formula, published_at)
  select n.student_id, n.class_offering_id, n.subject_id, n.term_id, n.academic_year_id, n.status::enum_term_marks_status,
         n.percent_hundredths, n.label, n.label_ar, n.gpa_hundredths, n.passes, n.formula, now()
    from jsonb_to_recordset($1::jsonb) as n(student_id uuid, class_offering_id uuid, subject_id uuid, term_id uuid,
         academic_year_id uuid, status text, percent_hundredths numeric, label text, label_ar text, gpa_hundredths numeric,
         passes boolean, formula jsonb)
  on conflict (tenant_id, student_id, class_offering_id, term_id) do update
     set subject_id = excluded.subject_id, status = excluded.status, percent_hundredths = excluded.percent_hundredths,
         label = excluded.label, label_ar = excluded.label_ar, gpa_hundredths = excluded.gpa_hundredths,
         passes = excluded.passes, formula = excluded.formula, published_at = excluded.published_at, updated_at = now()`;

/** $1 lesson groups, $2 term. Marks of pupils who are not in the group any more are not shown as published again. */
export const HIDE_TERM_MARKS = `
  update term_marks set published_at = null, updated_at = now()
   where class_offering_id = any($1) and term_id = $2 and published_at is not null`;

/** $1 lesson groups, $2 term. From now on families see the results of these assessments. */
export const SHOW_ASSESSMENTS = `
  update exams set published_at = now(), updated_at = now()
   where class_offering_id = any($1) and term_id = $2 and published_at is null`;

/** $1 lesson groups, $2 term. */
export const HIDE_ASSESSMENTS = `
  update exams set published_at = null, updated_at = now()
   where class_offering_id = any($1) and term_id = $2 and published_at is not null`;

/** $1 rows of what was published, for the history: each publication of a sheet is a version of its own. */
export const KEEP_PUBLICATIONS = `
  insert into grade_publications (class_offering_id, term_id, version, published_by, published_label, rules, marks)
  select n.class_offering_id, n.term_id,
         1 + coalesce((select max(p.version) from grade_publications p
                        where p.class_offering_id = n.class_offering_id and p.term_id = n.term_id), 0),
         n.published_by, n.published_label, n.rules, n.marks
    from jsonb_to_recordset($1::jsonb) as n(class_offering_id uuid, term_id uuid, published_by text, published_label text,
         rules jsonb, marks jsonb)`;

/** $1 lesson groups, $2 term, $3 who, $4 name, $5 note. */
export const END_PUBLICATIONS = `
  update grade_publications
     set withdrawn_at = now(), withdrawn_by = $3, withdrawn_label = $4, withdraw_note = $5
   where class_offering_id = any($1) and term_id = $2 and withdrawn_at is null`;
