import { type Entity, HEAD_COMPARE, head, metadata, plain, SCHOOL, text } from './parts.ts';

/* Books and programs that a school gives to courses, classes and people. Tens of rows a school. */
const linked = (condition: string) =>
  `r.id in (select l.resource_id from learning_resource_links l where ${condition})`;

const ROLES = `'[' || array_to_string(array_remove(array[case when p.for_students then '"student"' end,
  case when p.for_teachers then '"teacher"' end, case when p.for_guardians then '"guardian"' end], null), ',') || ']'`;

export const resources: Entity = {
  single: 'resource',
  plural: 'resources',
  rows: (
    from,
  ) => `select id, created_at, updated_at, sourced_id::text, title::text, title_ar::text, url::text, vendor_resource_id::text,
    vendor_id::text, application_id::text, importance::text, for_students, for_teachers, for_guardians from ${from('learning_resources')} x`,
  fields: () => ({
    ...head(),
    metadata: metadata({ titleAr: "nullif(p.title_ar, '')", url: "nullif(p.url, '')" }),
    title: text('p.title'),
    roles: ROLES,
    importance: plain('p.importance'),
    vendorResourceId: text('p.vendor_resource_id'),
    vendorId: text("nullif(p.vendor_id, '')"),
    applicationId: text("nullif(p.application_id, '')"),
  }),
  compare: () => ({
    ...HEAD_COMPARE,
    title: { as: 'text', sql: 'r.title' },
    importance: { as: 'text', sql: 'r.importance' },
    vendorResourceId: { as: 'text', sql: 'r.vendor_resource_id' },
    vendorId: { as: 'text', sql: 'r.vendor_id' },
    applicationId: { as: 'text', sql: 'r.application_id' },
    'metadata.titleAr': { as: 'text', sql: 'r.title_ar' },
    'metadata.url': { as: 'text', sql: 'r.url' },
  }),
  within: {
    class: (id) => linked(`l.class_offering_id = ${id} or l.classroom_id = ${id}`),
    course: (id) => linked(`l.subject_id = ${id} and ${id} <> ${SCHOOL}`),
    user: (id) => linked(`l.student_id = ${id} or l.teacher_id = ${id}`),
  },
};
