// Numbers of classes counted anew from the results themselves, archived ones included. All run under the school's
// scope, after a lock, so that of two that count the same the later one has seen what the earlier one wrote.

const COUNTED = `r.score_hundredths is not null and r.status::text in ('graded', 'late', 'submitted')`;

// The percentage of a result is worked out before it is counted in fifteen ways: in one step PostgreSQL would work it out for
// each of them, which takes four times as long.
const FRESH_RESULTS = (keys: string) => `
  with rated as materialized (
    select e.academic_year_id, e.term_id, e.classroom_id, e.class_offering_id, e.subject_id, e.id as exam_id, e.published_at, r.status::text as status,
           ${COUNTED} as counted,
           case when ${COUNTED} and e.total_marks > 0 then round(r.score_hundredths * 100 / e.total_marks)::int end as percent
      from exams e
      ${keys}
      join exam_results_all r on r.exam_id = e.id)
  insert into rollup_results (academic_year_id, term_id, classroom_id, class_offering_id, subject_id,
         exams, graded, missing, exempt, rated, percent_sum, published, published_sum, tenths)
  select academic_year_id, term_id, classroom_id, class_offering_id, subject_id,
         count(distinct exam_id), count(*) filter (where counted),
         count(*) filter (where status in ('missing', 'not_submitted')), count(*) filter (where status = 'exempt'),
         count(percent), coalesce(sum(percent), 0),
         count(percent) filter (where published_at is not null), coalesce(sum(percent) filter (where published_at is not null), 0),
         array[${Array.from({ length: 10 }, (_, tenth) => `count(*) filter (where ${inTenth(tenth)})`).join(', ')}]
    from rated
   group by 1, 2, 3, 4, 5`;

function inTenth(tenth: number): string {
  return tenth === 9 ? 'percent >= 9000' : `percent >= ${tenth * 1000} and percent < ${tenth * 1000 + 1000}`;
}

const RESULT_KEYS = `jsonb_to_recordset($1::jsonb) as k(year uuid, term uuid, classroom uuid, offering uuid, subject uuid)`;

const sameResultKey = (row: string) =>
  `${row}.academic_year_id = k.year and ${row}.subject_id = k.subject and ${row}.term_id is not distinct from k.term
   and ${row}.classroom_id is not distinct from k.classroom and ${row}.class_offering_id is not distinct from k.offering`;

/** Taking away and counting anew what an event names ($1 keys as JSON), and everything of the school. */
export const ROLLUPS = {
  some: [
    `delete from rollup_results x using ${RESULT_KEYS} where ${sameResultKey('x')}`,
    FRESH_RESULTS(`join ${RESULT_KEYS} on ${sameResultKey('e')}`),
  ],
  all: ['delete from rollup_results', FRESH_RESULTS('')],
} as const;
