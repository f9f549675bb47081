import { classReference } from './classes.ts';
import { examsOfClass } from './line-items.ts';
import { type Entity, HEAD_COMPARE, head, metadata, number, plain, reference, text } from './parts.ts';

/*
 * The critical read: one pupil's results of a year, 60 rows. `student.sourcedId='…'` names the pupil before anything is
 * read, so that the index (tenant, student, year, date) finds the rows, and `scoreDate>='…'` leaves the partitions of other
 * years unread: 1.0 ms in the database with a prepared plan, and docs/performance.md has the ratio to the bare statement. All
 * results of a school, 100 of 300,000 with their count: 110 ms.
 */
const ROWS: Entity['rows'] = (from) => `
  select id, created_at, updated_at, sourced_id::text, student_id, exam_id, date::text, score_hundredths, status::text, comment::text,
    text_score, coalesce(late, false) or status = 'late' as late, attempt from ${from('exam_results')} x`;

const statusOf = (
  row: string,
) => `case ${row}.status when 'exempt' then 'exempt' when 'missing' then 'not submitted'
    when 'not_submitted' then 'not submitted' when 'incomplete' then 'partially graded' when 'submitted' then 'submitted'
    else case when ${row}.score_hundredths is null and ${row}.text_score is null then 'submitted' else 'fully graded' end end`;
const only = (condition: string) => `case when ${condition} then '"true"' end`;

const VALUES = {
  scoreStatus: plain(statusOf('p')),
  score: number('trim_scale(p.score_hundredths / 100)'),
  textScore: text('p.text_score'),
  scoreDate: plain('p.date'),
  comment: text("nullif(p.comment, '')"),
  incomplete: only("p.status = 'incomplete'"),
  late: only('p.late'),
  missing: only("p.status = 'missing'"),
};

const STUDENT = reference('user', 's.sourced_id', 'p.student_id');
const METADATA = metadata({ attempt: 'nullif(p.attempt, 1)' });

const COMPARE = {
  ...HEAD_COMPARE,
  'student.sourcedId': { as: 'reference', sql: 'r.student_id', place: 'student', isNarrow: true },
  scoreStatus: { as: 'text', sql: statusOf('r') },
  score: { as: 'number', sql: 'r.score_hundredths / 100' },
  textScore: { as: 'text', sql: 'r.text_score' },
  scoreDate: { as: 'date', sql: 'r.date' },
  comment: { as: 'text', sql: 'r.comment' },
  late: { as: 'text', sql: 'r.late::text' },
  missing: { as: 'text', sql: "(r.status = 'missing')::text" },
  incomplete: { as: 'text', sql: "(r.status = 'incomplete')::text" },
} as const satisfies ReturnType<Entity['compare']>;

export const results: Entity = {
  single: 'result',
  plural: 'results',
  archived: true,
  rows: ROWS,
  joins: `left join students s on s.id = p.student_id
    left join exams e on e.id = p.exam_id
    left join class_offerings o on o.id = e.class_offering_id
    left join classrooms c on c.id = e.classroom_id`,
  fields: () => ({
    ...head(),
    metadata: METADATA,
    lineItem: reference('lineItem', 'e.sourced_id', 'p.exam_id'),
    student: STUDENT,
    class: `case when e.id is not null then ${classReference('o', 'c', ['e.class_offering_id', 'e.classroom_id'])} end`,
    ...VALUES,
  }),
  compare: () => ({
    ...COMPARE,
    'lineItem.sourcedId': { as: 'reference', sql: 'r.exam_id', place: 'lineItem', isNarrow: true },
    'class.sourcedId': {
      as: 'reference',
      sql: '(select coalesce(e.class_offering_id, e.classroom_id, daftar.current_school()) from exams e where e.id = r.exam_id)',
      place: 'class',
    },
  }),
  within: {
    class: (id) => `r.exam_id in (${examsOfClass(id)})`,
    lineItem: (id) => `r.exam_id = ${id}`,
    student: (id) => `r.student_id = ${id}`,
  },
};

export const assessmentResults: Entity = {
  single: 'assessmentResult',
  plural: 'assessmentResults',
  archived: true,
  rows: ROWS,
  joins: 'left join students s on s.id = p.student_id left join exams e on e.id = p.exam_id',
  fields: () => ({
    ...head(),
    metadata: METADATA,
    assessmentLineItem: reference('assessmentLineItem', 'e.sourced_id', 'p.exam_id'),
    student: STUDENT,
    ...VALUES,
  }),
  compare: () => ({
    ...COMPARE,
    'assessmentLineItem.sourcedId': {
      as: 'reference',
      sql: 'r.exam_id',
      place: 'lineItem',
      isNarrow: true,
    },
  }),
};
