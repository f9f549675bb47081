import { HOMEROOM_COURSE, WHOLE_SCHOOL_CLASS } from '../rest/sql/parts.ts';
import { type FileQuery, keyOf } from './file-query.ts';

/** An exam without a category stands in the one of its type: OneRoster demands one for each line item. */
const TYPE_CATEGORY = `'type-' || x.type`;

const CATEGORIES = `
  select ${keyOf('k')} as "sourcedId", k.title, trim_scale(k.weight_hundredths / 100)::text as weight,
         k.title_ar as "metadata.titleAr", null as "metadata.kind", trim_scale(k.drop_lowest)::text as "metadata.dropLowest",
         ${keyOf('o')} as "metadata.classSourcedId", ${keyOf('y')} as "metadata.yearSourcedId",
         trim_scale(k.sort)::text as "metadata.sort", k.updated_at as changed_at
    from grade_categories k
    left join class_offerings o on o.id = k.class_offering_id
    left join academic_years y on y.id = k.academic_year_id
  union all
  select ${TYPE_CATEGORY}, initcap(x.type::text), null, null, 'examType', null, null, null, null, min(x.created_at)
    from exams x where x.category_id is null
   group by x.type`;

// A line item needs both dates; metadata says that an exam has none.
const LINE_ITEMS = `
  select ${keyOf('x')} as "sourcedId", x.title, x.description,
         coalesce(x.assigned_on, x.date, t.end_date, y.end_date) as "assignDate",
         coalesce(x.date, t.end_date, y.end_date) as "dueDate",
         coalesce(${keyOf('o')}, ${keyOf('c')}, '${WHOLE_SCHOOL_CLASS}') as "classSourcedId",
         coalesce(${keyOf('k')}, ${TYPE_CATEGORY}) as "categorySourcedId",
         coalesce(${keyOf('t')}, ${keyOf('y')}) as "academicSessionSourcedId",
         '0' as "resultValueMin", trim_scale(x.total_marks)::text as "resultValueMax", $1::text as "schoolSourcedId",
         x.type::text as "metadata.type", ${keyOf('s')} as "metadata.subjectSourcedId",
         jsonb_build_object('date', x.date, 'assignedOn', x.assigned_on, 'resitDate', x.resit_date, 'weight', x.weight,
           'sort', x.sort, 'publishedAt', x.published_at, 'year', ${keyOf('y')},
           'class', ${keyOf('o')}, 'homeroom', ${keyOf('c')}) as "metadata.exam",
         x.updated_at as changed_at
    from exams x
    join subjects s on s.id = x.subject_id
    join academic_years y on y.id = x.academic_year_id
    left join grade_categories k on k.id = x.category_id
    left join terms t on t.id = x.term_id
    left join class_offerings o on o.id = x.class_offering_id
    left join classrooms c on c.id = x.classroom_id`;

const RESULTS = `
  select ${keyOf('r')} as "sourcedId", ${keyOf('x')} as "lineItemSourcedId", ${keyOf('s')} as "studentSourcedId",
         case r.status::text when 'exempt' then 'exempt' when 'missing' then 'not submitted'
           when 'not_submitted' then 'not submitted' when 'incomplete' then 'partially graded' when 'submitted' then 'submitted'
           else case when r.score_hundredths is null and r.text_score is null then 'submitted' else 'fully graded' end
         end as "scoreStatus",
         trim_scale(r.score_hundredths / 100.0)::text as score, r.date as "scoreDate", r.comment, r.text_score as "textScore",
         r.status::text = 'incomplete' as incomplete, coalesce(r.late, false) or r.status::text = 'late' as late,
         r.status::text = 'missing' as missing, r.status::text as "metadata.status", r.late as "metadata.late",
         trim_scale(r.attempt)::text as "metadata.attempt", r.updated_at as changed_at
    from exam_results r join exams x on x.id = r.exam_id join students s on s.id = r.student_id`;

// A scale of the school hangs on the class for the whole school; the steps travel whole as metadata.
const SCORE_SCALES = `
  select ${keyOf('g')} as "sourcedId", g.title, coalesce(nullif(g.type, ''), 'percent') as type, $1::text as "orgSourcedId",
         coalesce(${keyOf('s')}, '${HOMEROOM_COURSE}') as "courseSourcedId",
         coalesce(${keyOf('o')}, '${WHOLE_SCHOOL_CLASS}') as "classSourcedId",
         coalesce(i.value, '{' || g.title || ':0}') as "scoreScaleValue", g.title_ar as "metadata.titleAr",
         jsonb_build_object('type', g.type, 'year', ${keyOf('y')}, 'pass', g.pass_hundredths,
           'steps', coalesce(i.steps, '[]')) as "metadata.scale",
         greatest(g.updated_at, i.updated_at) as changed_at
    from grade_scales g
    left join class_offerings o on o.id = g.class_offering_id
    left join subjects s on s.id = o.subject_id
    left join academic_years y on y.id = g.academic_year_id
    left join lateral (
      select string_agg('{' || regexp_replace(n.label, '[{}:,]', ' ', 'g') || ':' || trim_scale(n.from_hundredths / 100)::text || '}',
               ',' order by n.from_hundredths desc) as value,
             jsonb_agg(jsonb_build_object('label', n.label, 'labelAr', n.label_ar, 'from', n.from_hundredths,
               'gpa', n.gpa_hundredths, 'passes', n.passes, 'order', n."order") order by n.from_hundredths desc) as steps,
             max(n.updated_at) as updated_at
        from grade_scale_intervals n where n.scale_id = g.id) i on true
   where exists (select from academic_years)`;

/** Line items, what they count as, results, and scales. */
export const CLASSWORK_QUERIES: readonly FileQuery[] = [
  { file: 'categories', sql: CATEGORIES },
  { file: 'lineItems', sql: LINE_ITEMS },
  { file: 'results', sql: RESULTS },
  { file: 'scoreScales', sql: SCORE_SCALES },
];
