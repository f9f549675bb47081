import { classReference } from './classes.ts';
import { type Entity, HEAD_COMPARE, head, metadata, number, SCHOOL, text } from './parts.ts';

/*
 * Categories and scales: tens of rows a school. An exam without a category has a type, and the standard wants a category:
 * each type is one, with a stable id.
 */
const TYPES = [
  ['quiz', 'Quiz', 'اختبار قصير'],
  ['assignment', 'Assignment', 'واجب'],
  ['midterm', 'Mid-term', 'منتصف الفصل'],
  ['final', 'Final', 'نهائي'],
  ['other', 'Other', 'آخر'],
];

/** The type of exam that a category id stands for; undefined for the id of a stored category. */
export function typeOfCategory(sourcedId: string): string | undefined {
  return TYPES.map(([type]) => type).find((type) => `type-${type}` === sourcedId);
}

const TYPE_ROWS = `union all
  select md5(t.id::text || k.type)::uuid, t.created_at, t.updated_at, 'type-' || k.type, k.title, k.title_ar, null::numeric, null::uuid
    from tenants t cross join (values ${TYPES.map((row) => `('${row.join("', '")}')`).join(', ')}) as k(type, title, title_ar)`;

export const categories: Entity = {
  single: 'category',
  plural: 'categories',
  rows: (from, { alive }) => `
    select id, created_at, updated_at, sourced_id::text, title::text, title_ar::text, weight_hundredths / 100 as weight, class_offering_id
      from ${from('grade_categories')} k ${alive ? TYPE_ROWS : ''}`,
  fields: () => ({
    ...head(),
    metadata: metadata({ titleAr: "nullif(p.title_ar, '')" }),
    title: text('p.title'),
    weight: number('trim_scale(p.weight)'),
  }),
  compare: () => ({
    ...HEAD_COMPARE,
    title: { as: 'text', sql: 'r.title' },
    weight: { as: 'number', sql: 'r.weight' },
    'metadata.titleAr': { as: 'text', sql: 'r.title_ar' },
  }),
  within: { class: (id) => `(r.class_offering_id is null or r.class_offering_id = ${id})` },
};

const STEPS = `select string_agg('{"itemValueLHS":' || ${text('i.label')} || ',"itemValueRHS":"' || trim_scale(i.from_hundredths / 100)::text || '"}',
  ',' order by i.from_hundredths desc) from grade_scale_intervals i where i.scale_id = p.id`;

export const scoreScales: Entity = {
  single: 'scoreScale',
  plural: 'scoreScales',
  // A scale says something from its first step on; the school's own scales hang on the school as a class.
  rows: (from, { alive }) => `
    select id, created_at, updated_at, sourced_id::text, title::text, title_ar::text, coalesce(nullif(type, ''), 'percent')::text as type, class_offering_id
      from ${from('grade_scales')} g ${
        alive
          ? `where exists (select from grade_scale_intervals i where i.scale_id = g.id)
            and (g.class_offering_id is not null or exists (select from academic_years))`
          : ''
      }`,
  joins: 'left join class_offerings o on o.id = p.class_offering_id',
  fields: () => ({
    ...head(),
    metadata: metadata({ titleAr: "nullif(p.title_ar, '')" }),
    title: text('p.title'),
    type: text('p.type'),
    class: classReference('o', 'o', ['p.class_offering_id', 'p.class_offering_id']),
    // The steps of a deleted scale are gone with it, and the standard wants one.
    scoreScaleValue: `'[' || coalesce((${STEPS}), '{"itemValueLHS":' || ${text('p.title')} || ',"itemValueRHS":""}') || ']'`,
  }),
  compare: () => ({
    ...HEAD_COMPARE,
    title: { as: 'text', sql: 'r.title' },
    type: { as: 'text', sql: 'r.type' },
    'class.sourcedId': { as: 'reference', sql: `coalesce(r.class_offering_id, ${SCHOOL})`, place: 'class' },
    'metadata.titleAr': { as: 'text', sql: 'r.title_ar' },
  }),
  within: {
    school: () => 'true',
    class: (id) => `(r.class_offering_id is null or r.class_offering_id = ${id})`,
  },
};
