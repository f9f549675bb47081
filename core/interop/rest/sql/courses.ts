import {
  type Entity,
  HEAD_COMPARE,
  HOMEROOM_COURSE,
  head,
  metadata,
  SCHOOL_COMPARE,
  SCHOOL_REFERENCE,
  text,
} from './parts.ts';

// Homerooms teach no subject, and the standard wants a course for every class: one course stands for all of them.
const HOMEROOM = `union all select t.id, t.created_at, t.updated_at, '${HOMEROOM_COURSE}', 'Homeroom', 'الشعبة', 'HOMEROOM' from tenants t`;

export const courses: Entity = {
  single: 'course',
  plural: 'courses',
  rows: (from, { alive }) => `
    select id, created_at, updated_at, sourced_id::text, title::text, title_ar::text,
      coalesce(nullif(code, ''), sourced_id, id::text)::text as code from ${from('subjects')} s ${alive ? HOMEROOM : ''}`,
  fields: () => ({
    ...head(),
    metadata: metadata({ titleAr: 'p.title_ar' }),
    title: text('p.title'),
    courseCode: text('p.code'),
    grades: "'[]'",
    subjects: `'[' || ${text('p.title')} || ']'`,
    org: SCHOOL_REFERENCE,
    subjectCodes: `'[' || ${text('p.code')} || ']'`,
  }),
  compare: () => ({
    ...HEAD_COMPARE,
    title: { as: 'text', sql: 'r.title' },
    courseCode: { as: 'text', sql: 'r.code' },
    subjects: { as: 'text', sql: 'r.title' },
    subjectCodes: { as: 'text', sql: 'r.code' },
    'org.sourcedId': SCHOOL_COMPARE,
    'metadata.titleAr': { as: 'text', sql: 'r.title_ar' },
  }),
  within: { school: () => 'true' },
};
