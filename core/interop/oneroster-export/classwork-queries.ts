import { type FileQuery, keyOf } from './file-query.ts';

/** An exam of a school that sorts by type has no category; OneRoster demands one for each line item. */
const TYPE_CATEGORY = `'type-' || x.type`;

const CATEGORIES = `
  select ${TYPE_CATEGORY} as "sourcedId", initcap(x.type::text) as title, 'examType' as "metadata.kind",
         min(x.created_at) as changed_at
    from exams x where x.class_offering_id is not null or x.classroom_id is not null
   group by x.type`;

// A line item needs both dates; metadata says that an exam has none.
const LINE_ITEMS = `
  select ${keyOf('x')} as "sourcedId", x.title,
         coalesce(x.date, t.end_date, y.end_date) as "assignDate", coalesce(x.date, t.end_date, y.end_date) as "dueDate",
         coalesce(${keyOf('o')}, ${keyOf('c')}) as "classSourcedId", ${TYPE_CATEGORY} as "categorySourcedId",
         coalesce(${keyOf('t')}, ${keyOf('y')}) as "academicSessionSourcedId",
         trim_scale(x.total_marks)::text as "resultValueMax", $1::text as "schoolSourcedId",
         x.type::text as "metadata.type", ${keyOf('s')} as "metadata.subjectSourcedId", x.date as "metadata.date",
         x.updated_at as changed_at
    from exams x
    join subjects s on s.id = x.subject_id
    join academic_years y on y.id = x.academic_year_id
    left join terms t on t.id = x.term_id
    left join class_offerings o on o.id = x.class_offering_id
    left join classrooms c on c.id = x.classroom_id
   where o.id is not null or c.id is not null`;

const RESULTS = `
  select ${keyOf('r')} as "sourcedId", ${keyOf('x')} as "lineItemSourcedId", ${keyOf('s')} as "studentSourcedId",
         case r.status::text when 'exempt' then 'exempt' when 'missing' then 'not submitted'
                             when 'incomplete' then 'partially graded' else 'fully graded' end as "scoreStatus",
         trim_scale(r.score_hundredths / 100.0)::text as score, r.date as "scoreDate", r.comment,
         r.status::text = 'incomplete' as incomplete, r.status::text = 'late' as late,
         r.status::text = 'missing' as missing, r.updated_at as changed_at
    from exam_results r
    join exams x on x.id = r.exam_id and (x.class_offering_id is not null or x.classroom_id is not null)
    join students s on s.id = r.student_id`;

/** Line items, what they count as, and results. */
export const CLASSWORK_QUERIES: readonly FileQuery[] = [
  { file: 'categories', sql: CATEGORIES },
  { file: 'lineItems', sql: LINE_ITEMS },
  { file: 'results', sql: RESULTS },
];
