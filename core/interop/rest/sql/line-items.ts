import { classReference } from './classes.ts';
import {
  type Entity,
  HEAD_COMPARE,
  head,
  number,
  plain,
  reference,
  SCHOOL,
  SCHOOL_COMPARE,
  SCHOOL_REFERENCE,
  text,
} from './parts.ts';

/*
 * Exams as line items, and once more as those of the assessment profile. An exam without a category stands in the one of
 * its type. A page of 100 of 6,000: 24 ms.
 */
const ROWS: Entity['rows'] = (from) => `
  select id, created_at, updated_at, sourced_id::text, title::text, description, class_offering_id, classroom_id, subject_id,
    academic_year_id, term_id, category_id, type::text, total_marks, assigned_on,
    coalesce(date, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD')) as due_on from ${from('exams')} e`;

/** SELECTs the exams of a class: a lesson group's, a homeroom's, or those of no class for the school as one. */
export const examsOfClass = (id: string) => `
  select e.id from exams e where e.class_offering_id = ${id}
  union all select e.id from exams e where e.classroom_id = ${id} and e.class_offering_id is null
  union all select e.id from exams e where ${id} = ${SCHOOL} and num_nonnulls(e.class_offering_id, e.classroom_id) = 0`;

const CLASS_OF_ROW = `coalesce(r.class_offering_id, r.classroom_id, ${SCHOOL})`;
const CATEGORY_OF_ROW = `coalesce((select coalesce(x.sourced_id, x.id::text) from grade_categories x where x.id = r.category_id), 'type-' || r.type)`;
const JOINS = `left join class_offerings o on o.id = p.class_offering_id
  left join classrooms c on c.id = p.classroom_id
  left join grade_categories k on k.id = p.category_id
  left join terms t on t.id = p.term_id
  left join academic_years y on y.id = p.academic_year_id`;
const CLASS = classReference('o', 'c', ['p.class_offering_id', 'p.classroom_id']);
const midnight = (sql: string) => plain(`(${sql}) || 'T00:00:00.000Z'`);
const session = (condition: string) =>
  `case when ${condition} then ${reference('academicSession', 't.sourced_id', 'p.term_id')} end`;

const RANGE = { resultValueMin: "'0'", resultValueMax: number('trim_scale(p.total_marks)') };
const COMPARE = {
  ...HEAD_COMPARE,
  title: { as: 'text', sql: 'r.title' },
  description: { as: 'text', sql: 'r.description' },
  'class.sourcedId': { as: 'reference', sql: CLASS_OF_ROW, place: 'class' },
  // Not a bare 0, which would be the number of a column in ORDER BY.
  resultValueMin: { as: 'number', sql: 'coalesce(r.total_marks * 0, 0)' },
  resultValueMax: { as: 'number', sql: 'r.total_marks' },
} as const satisfies ReturnType<Entity['compare']>;

export const lineItems: Entity = {
  single: 'lineItem',
  plural: 'lineItems',
  rows: ROWS,
  joins: JOINS,
  fields: () => ({
    ...head(),
    title: text('p.title'),
    description: text('p.description'),
    assignDate: midnight('coalesce(p.assigned_on, p.due_on)'),
    dueDate: midnight('p.due_on'),
    class: CLASS,
    school: SCHOOL_REFERENCE,
    category: `coalesce(${reference('category', 'k.sourced_id', 'p.category_id')}, ${reference('category', "('type-' || p.type)", 'p.id')})`,
    gradingPeriod: session("t.kind = 'gradingPeriod'"),
    academicSession: `coalesce(${session("t.kind <> 'gradingPeriod'")}, ${reference('academicSession', 'y.sourced_id', 'p.academic_year_id')})`,
    ...RANGE,
  }),
  compare: () => ({
    ...COMPARE,
    assignDate: { as: 'instant', sql: "(coalesce(r.assigned_on, r.due_on) || 'T00:00:00Z')::timestamptz" },
    dueDate: { as: 'instant', sql: "(r.due_on || 'T00:00:00Z')::timestamptz" },
    'school.sourcedId': SCHOOL_COMPARE,
    'category.sourcedId': { as: 'text', sql: CATEGORY_OF_ROW },
    'gradingPeriod.sourcedId': { as: 'reference', sql: 'r.term_id', place: 'session' },
    'academicSession.sourcedId': {
      as: 'reference',
      sql: 'coalesce(r.term_id, r.academic_year_id)',
      place: 'session',
    },
  }),
  within: { class: (id) => `r.id in (${examsOfClass(id)})` },
};

export const assessmentLineItems: Entity = {
  single: 'assessmentLineItem',
  plural: 'assessmentLineItems',
  rows: ROWS,
  joins: JOINS,
  fields: () => ({
    ...head(),
    title: text('p.title'),
    description: text('p.description'),
    class: CLASS,
    ...RANGE,
  }),
  compare: () => COMPARE,
};
