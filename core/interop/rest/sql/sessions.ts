import { dayAfter, type Entity, HEAD_COMPARE, head, plain, reference, text } from './parts.ts';

/*
 * Years and terms as one tree. Terms do not store their parent: it is the shortest longer session of the same year around
 * them, worked out over the school's few dozen terms and never over a
 * page: 7 ms for all 22 sessions of a school.
 */
const RANK = "case kind when 'semester' then 1 when 'term' then 2 else 3 end";

// Every term of the school with the term around it; null where that is the year itself.
const TREE = `select c.id, c.sourced_id, c.academic_year_id, c.start_date, x.id as parent_id
  from (select *, ${RANK} as rank from terms) c
  left join lateral (select o.id from (select *, ${RANK} as rank from terms) o
    where o.academic_year_id = c.academic_year_id and o.rank < c.rank
      and o.start_date <= c.start_date and o.end_date >= c.end_date
    order by o.rank desc, o.start_date desc, o.id limit 1) x on true`;

const ROWS = (from: (table: string) => string) => `
  select id, created_at, updated_at, sourced_id, title, 'schoolYear' as type, start_date, end_date, id as year_id from ${from('academic_years')} y
  union all
  select id, created_at, updated_at, sourced_id, title, kind::text, start_date, end_date, academic_year_id from ${from('terms')} t`;

const TERM_ROWS = (condition: string) => (from: (table: string) => string) =>
  `
  select id, created_at, updated_at, sourced_id, title, kind::text as type, start_date, end_date, academic_year_id as year_id
    from ${from('terms')} t where ${condition}`;

const YEAR_OF_ROW = '(select x.end_date from academic_years x where x.id = r.year_id)';

const shared = {
  single: 'academicSession',
  joins: `left join academic_years y on y.id = p.year_id
    left join (${TREE}) branch on branch.id = p.id
    left join terms around on around.id = branch.parent_id`,
  fields: () => ({
    ...head(),
    title: text('p.title'),
    startDate: plain('p.start_date'),
    endDate: plain(dayAfter('p.end_date')),
    type: plain('p.type'),
    parent: `case when p.type <> 'schoolYear' then coalesce(${reference('academicSession', 'around.sourced_id', 'around.id')},
      ${reference('academicSession', 'y.sourced_id', 'p.year_id')}) end`,
    children: `'[' || coalesce((select string_agg(${reference('academicSession', 'b.sourced_id', 'b.id')}, ',' order by b.start_date, b.id)
      from (${TREE}) b where b.parent_id = p.id
        or (b.parent_id is null and p.type = 'schoolYear' and b.academic_year_id = p.id)), '') || ']'`,
    // The year in which it ends.
    schoolYear: plain('substr(coalesce(y.end_date, p.end_date), 1, 4)'),
  }),
  compare: () => ({
    ...HEAD_COMPARE,
    title: { as: 'text', sql: 'r.title' },
    startDate: { as: 'date', sql: 'r.start_date' },
    endDate: { as: 'date', sql: dayAfter('r.end_date') },
    type: { as: 'text', sql: 'r.type' },
    schoolYear: { as: 'text', sql: `substr(coalesce(${YEAR_OF_ROW}, r.end_date), 1, 4)` },
  }),
} as const satisfies Omit<Entity, 'plural' | 'rows'>;

export const academicSessions: Entity = { ...shared, plural: 'academicSessions', rows: ROWS };

export const terms: Entity = {
  ...shared,
  plural: 'terms',
  rows: TERM_ROWS("kind <> 'gradingPeriod'"),
  within: { school: () => 'true' },
};

export const gradingPeriods: Entity = {
  ...shared,
  plural: 'gradingPeriods',
  rows: TERM_ROWS("kind = 'gradingPeriod'"),
  within: {
    term: (id) => `exists (select from terms o where o.id = ${id} and o.academic_year_id = r.year_id
      and o.start_date <= r.start_date and o.end_date >= r.end_date)`,
  },
};
