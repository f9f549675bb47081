import { type Entity, HEAD_COMPARE, head, metadata, plain, reference, SCHOOL, text } from './parts.ts';

/*
 * The school itself, and its group as the district above it. A school may not read the table of groups, so the name of its
 * own stands beside it (migrations/0032).
 */
const SCHOOL_ROW = `select t.id, t.created_at, t.updated_at, null::text as sourced_id, 'school' as type, t.name::text,
  t.name_ar::text, t.subdomain::text as identifier, t.group_id from tenants t`;
const DISTRICT_ROW = `select t.group_id, t.created_at, t.updated_at, null::text, 'district', t.group_name::text, null::text,
  t.group_id::text, null::uuid from tenants t where t.group_id is not null and t.group_name is not null`;

const shared = {
  single: 'org',
  fields: () => ({
    ...head(),
    metadata: metadata({ nameAr: 'p.name_ar' }),
    name: text('p.name'),
    type: plain('p.type'),
    identifier: text('p.identifier'),
    parent: reference('org', 'null::text', 'p.group_id'),
    children: `'[' || case when p.type = 'district' then ${reference('org', 'null::text', SCHOOL)} else '' end || ']'`,
  }),
  compare: () => ({
    ...HEAD_COMPARE,
    name: { as: 'text', sql: 'r.name' },
    type: { as: 'text', sql: 'r.type' },
    identifier: { as: 'text', sql: 'r.identifier' },
    'metadata.nameAr': { as: 'text', sql: 'r.name_ar' },
  }),
} as const satisfies Omit<Entity, 'plural' | 'rows'>;

export const orgs: Entity = {
  ...shared,
  plural: 'orgs',
  rows: () => `${SCHOOL_ROW} union all ${DISTRICT_ROW}`,
};

export const schools: Entity = { ...shared, plural: 'schools', rows: () => SCHOOL_ROW };
