/** $1 assessment, $2 lesson group, $3 term. One row when the assessment is of the sheet. */
export const PAPER_OF_EXAM = `
  select e.title, p.questions from exams e left join exam_papers p on p.exam_id = e.id
   where e.id = $1 and e.class_offering_id = $2 and e.term_id = $3`;

/** $1 assessments. */
export const PAPERS_OF_EXAMS = 'select exam_id, questions from exam_papers where exam_id = any($1)';

/** $1 assessments. */
export const SCORES_OF_EXAMS =
  'select exam_id, student_id, scores from exam_question_scores where exam_id = any($1)';

/** $1 assessment, $2 pupils. */
export const CURRENT_SCORES = `
  select student_id, scores from exam_question_scores where exam_id = $1 and student_id = any($2)`;

/** $1 assessment, $2 questions. */
export const UPSERT_PAPER = `
  insert into exam_papers as p (exam_id, questions) values ($1, $2::jsonb)
  on conflict (tenant_id, exam_id) do update set questions = excluded.questions, updated_at = now()
   where p.questions is distinct from excluded.questions`;

/** $1 assessment, $2 rows. A whole class in one statement. */
export const UPSERT_SCORES = `
  insert into exam_question_scores as s (exam_id, student_id, scores)
  select $1, n.student, array(select v::int from jsonb_array_elements_text(n.scores) with ordinality as e(v, at) order by at)
    from jsonb_to_recordset($2::jsonb) as n(student uuid, scores jsonb)
  on conflict (tenant_id, exam_id, student_id) do update set scores = excluded.scores, updated_at = now()`;

/** $1 assessment, $2 pupils without any score. */
export const DELETE_SCORES = 'delete from exam_question_scores where exam_id = $1 and student_id = any($2)';
