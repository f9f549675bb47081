// Numbers of classes counted anew from the results and marks themselves, archived ones included. All run under the school's
// scope, after a lock, so that of two that count the same the later one has seen what the earlier one wrote.

const COUNTED = `r.score_hundredths is not null and r.status::text in ('graded', 'late', 'submitted')`;

const FRESH_RESULTS = (keys: string) => `
  insert into rollup_results (academic_year_id, term_id, classroom_id, class_offering_id, subject_id,
         exams, graded, missing, exempt, rated, percent_sum, tenths)
  select e.academic_year_id, e.term_id, e.classroom_id, e.class_offering_id, e.subject_id,
         count(distinct e.id), count(*) filter (where ${COUNTED}),
         count(*) filter (where r.status::text in ('missing', 'not_submitted')), count(*) filter (where r.status::text = 'exempt'),
         count(p.percent), coalesce(sum(p.percent), 0),
         array[${Array.from({ length: 10 }, (_, tenth) => `count(*) filter (where p.percent is not null and least(9, p.percent / 1000) = ${tenth})`).join(', ')}]
    from exams e
    ${keys}
    join exam_results_all r on r.exam_id = e.id
    cross join lateral (select case when ${COUNTED} and e.total_marks > 0
           then round(r.score_hundredths * 100 / e.total_marks)::int end as percent) p
   group by 1, 2, 3, 4, 5`;

const RESULT_KEYS = `jsonb_to_recordset($1::jsonb) as k(year uuid, term uuid, classroom uuid, offering uuid, subject uuid)`;

const sameResultKey = (row: string) =>
  `${row}.academic_year_id = k.year and ${row}.subject_id = k.subject and ${row}.term_id is not distinct from k.term
   and ${row}.classroom_id is not distinct from k.classroom and ${row}.class_offering_id is not distinct from k.offering`;

const FRESH_ATTENDANCE = (keys: string) => `
  insert into rollup_attendance (date, classroom_id, class_offering_id, present, absent, late, left_early)
  select a.date, a.classroom_id, a.class_offering_id,
         count(*) filter (where a.status::text = 'present'), count(*) filter (where a.status::text = 'absent'),
         count(*) filter (where a.status::text = 'late'), count(*) filter (where a.status::text = 'left_early')
    from attendance_all a ${keys}
   group by 1, 2, 3`;

const ATTENDANCE_KEYS = `jsonb_to_recordset($1::jsonb) as k(date text, classroom uuid, offering uuid)`;

const sameAttendanceKey = (row: string) =>
  `${row}.date = k.date and ${row}.classroom_id is not distinct from k.classroom
   and ${row}.class_offering_id is not distinct from k.offering`;

/** By event type: taking away and counting anew what an event names ($1 keys as JSON), and everything of the school. */
export const ROLLUPS = {
  'rollup.results_changed': {
    some: [
      `delete from rollup_results x using ${RESULT_KEYS} where ${sameResultKey('x')}`,
      FRESH_RESULTS(`join ${RESULT_KEYS} on ${sameResultKey('e')}`),
    ],
    all: ['delete from rollup_results', FRESH_RESULTS('')],
  },
  'rollup.attendance_changed': {
    some: [
      `delete from rollup_attendance x using ${ATTENDANCE_KEYS} where ${sameAttendanceKey('x')}`,
      FRESH_ATTENDANCE(`join ${ATTENDANCE_KEYS} on ${sameAttendanceKey('a')}`),
    ],
    all: ['delete from rollup_attendance', FRESH_ATTENDANCE('')],
  },
} as const;
