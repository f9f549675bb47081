import {
  type Entity,
  HEAD_COMPARE,
  HOMEROOM_COURSE,
  head,
  listOf,
  metadata,
  plain,
  reference,
  SCHOOL,
  SCHOOL_COMPARE,
  SCHOOL_REFERENCE,
  text,
  WHOLE_SCHOOL_CLASS,
} from './parts.ts';

/*
 * Homerooms and lesson groups as one set. Exams and grade scales of the whole school belong to no class, and the standard
 * wants one: a class stands for the school, as soon as there is a year to put it into.
 * A page of 100 of 1,100 classes: 10 ms.
 */
const WHOLE_SCHOOL = `
  union all
  select t.id, t.created_at, t.updated_at, '${WHOLE_SCHOOL_CLASS}', 'ext:wholeSchool', t.name::text, t.name_ar::text, null::text,
    null::uuid, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text
    from tenants t where exists (select from academic_years)
      or exists (select from oneroster_tombstones g where g.source = 'academic_years')`;

/** SQL of a reference to the class of an exam-like row: a lesson group, else a homeroom, else the school as a class. */
export function classReference(offering: string, homeroom: string, ids: [string, string]): string {
  const school = reference('class', `'${WHOLE_SCHOOL_CLASS}'`, SCHOOL);
  return `coalesce(${reference('class', `${offering}.sourced_id`, ids[0])}, ${reference('class', `${homeroom}.sourced_id`, ids[1])}, ${school})`;
}

const STUDENT_CLASSES = (id: string) => `r.id in (
  select m.class_offering_id from class_members m where m.student_id = ${id}
  union all select e.classroom_id from enrollments e where e.student_id = ${id} and e.classroom_id is not null)`;
const TEACHER_CLASSES = (id: string) => `r.id in (
  select coalesce(c.class_offering_id, c.classroom_id) from class_teachers c where c.teacher_id = ${id})`;

export const classes: Entity = {
  single: 'class',
  plural: 'classes',
  rows: (from, { alive }) => `
    select id, created_at, updated_at, sourced_id::text, 'scheduled' as type, title::text, null::text as title_ar, code::text,
      subject_id, classroom_id, null::uuid as grade_level_id, term_id, academic_year_id, period::text, room::text
      from ${from('class_offerings')} o
    union all
    select id, created_at, updated_at, sourced_id::text, 'homeroom', title::text, title_ar::text, code::text,
      null::uuid, id, grade_level_id, null::uuid, academic_year_id, null::text, room::text
      from ${from('classrooms')} c ${alive ? WHOLE_SCHOOL : ''}`,
  joins: `left join subjects s on s.id = p.subject_id
    left join classrooms home on home.id = p.classroom_id
    left join grade_levels g on g.id = coalesce(p.grade_level_id, home.grade_level_id)
    left join terms t on t.id = p.term_id
    left join academic_years y on y.id = p.academic_year_id`,
  fields: () => ({
    ...head(),
    metadata: metadata({ titleAr: 'p.title_ar' }),
    title: text('p.title'),
    classCode: text("nullif(p.code, '')"),
    classType: plain('p.type'),
    location: text("nullif(p.room, '')"),
    grades: listOf('g.code'),
    subjects: listOf('s.title'),
    course: `coalesce(${reference('course', 's.sourced_id', 'p.subject_id')}, ${reference('course', `'${HOMEROOM_COURSE}'`, SCHOOL)})`,
    school: SCHOOL_REFERENCE,
    terms: `'[' || coalesce(${reference('academicSession', 't.sourced_id', 'p.term_id')},
      ${reference('academicSession', 'y.sourced_id', 'p.academic_year_id')},
      (select string_agg(${reference('academicSession', 'a.sourced_id', 'a.id')}, ',' order by a.start_date, a.id) from academic_years a),
      (select string_agg(${reference('academicSession', 'a.sourced_id', 'a.record_id')}, ',' order by a.id) from oneroster_tombstones a where a.source = 'academic_years')) || ']'`,
    subjectCodes: listOf("nullif(s.code, '')"),
    periods: `coalesce(array_to_json(regexp_split_to_array(nullif(p.period, ''), ',\\s*'))::text, '[]')`,
  }),
  compare: () => ({
    ...HEAD_COMPARE,
    title: { as: 'text', sql: 'r.title' },
    classCode: { as: 'text', sql: 'r.code' },
    classType: { as: 'text', sql: 'r.type' },
    location: { as: 'text', sql: 'r.room' },
    periods: { as: 'text', sql: "replace(r.period, ', ', ',')" },
    'school.sourcedId': SCHOOL_COMPARE,
    'course.sourcedId': { as: 'reference', sql: `coalesce(r.subject_id, ${SCHOOL})`, place: 'course' },
    'terms.sourcedId': { as: 'reference', sql: 'coalesce(r.term_id, r.academic_year_id)', place: 'session' },
    'metadata.titleAr': { as: 'text', sql: 'r.title_ar' },
  }),
  within: {
    school: () => 'true',
    course: (id) => `coalesce(r.subject_id, ${SCHOOL}) = ${id}`,
    term: (id) => `r.term_id = ${id}`,
    student: STUDENT_CLASSES,
    teacher: TEACHER_CLASSES,
    // A uuid is one person's alone, so that the two conditions cannot both find something.
    user: (id) => `(${STUDENT_CLASSES(id)} or ${TEACHER_CLASSES(id)})`,
  },
};
