import { AppError, sha256Hex } from '../../../kernel/index.ts';
import type { EntityName, Place } from '../operations.ts';
import type { Clause, Filter, ListQuery } from '../parse-query.ts';
import { ENTITIES, ENVELOPES } from './entities.ts';
import { BASE, type Comparison, type Entity, type RowOptions } from './parts.ts';
import { type Key, PLACES, sourcedIdOf } from './places.ts';

export type Statement = {
  name?: string;
  text: string;
  values: unknown[];
  /** Its plan is good whatever the values are: few rows are found by an index on the record that it names. */
  keepsPlan?: boolean;
};

/** Whose words these are, and what the token may see. */
export type Asked = { base: string; guardians: boolean };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

class Values {
  readonly list: unknown[];

  constructor(base: string) {
    this.list = [base];
  }

  add(value: unknown, type: string): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }

  key(sourcedId: string): Key {
    const uuid = UUID.test(sourcedId) ? sourcedId : null;
    return { text: this.add(sourcedId, 'text'), uuid: this.add(uuid, 'uuid') };
  }
}

/**
 * One statement for one page of a list: PostgreSQL finds the rows, counts all of them and writes the JSON text of the whole
 * answer. Its row is `known` (the records named in the path are there), `total`, `rows` and `body`.
 * Throws the errors of unknown fields.
 */
export function listStatement(
  asked: Asked,
  entityName: EntityName,
  query: ListQuery,
  within: { place: Place; id: string }[],
): Statement {
  const entity = ENTITIES[entityName];
  const values = new Values(asked.base);
  const options: RowOptions = { guardians: asked.guardians, alive: !asksForDeleted(query.filter) };
  const life = options.alive ? 'active' : 'tobedeleted';
  const from = options.alive ? (table: string) => table : (table: string) => deletedRows(table);
  const places = within.map(({ place, id }, index) => ({
    place,
    name: `place${index}`,
    sql: PLACES[place](values.key(id), asked.guardians),
  }));
  const limit = values.add(query.limit, 'int');
  const offset = values.add(query.offset, 'int');
  const rows = `(select '${life}' as life, r.* from (${entity.rows(from, options)}) r) r`;
  const conditions = [
    ...places.map(({ place, name }) => entity.within?.[place]?.(`(select id from ${name})`) ?? 'true'),
    ...(query.filter ? [filterSql(entity, options, query.filter, values)] : []),
  ].filter((condition) => condition !== 'true');
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const known = places.map(({ name }) => `exists (select from ${name})`).join(' and ') || 'true';
  const envelope = ENVELOPES[entityName] ?? entityName;
  // Pages in the order of making: a record made meanwhile comes last and moves no other to another page. The wall's
  // index (tenant, created_at desc, id) gives this order backwards.
  const text = `with ${places.map(({ name, sql }) => `${name} as materialized (select id from (${sql}) x limit 1), `).join('')}
page as materialized (
  select row_number() over () as n, r.* from (
    select r.* from ${rows} ${where}
     order by ${sortSql(entity, options, query)}r.created_at, r.id desc limit ${limit} offset ${offset}) r)
select ${known} and ${BASE} is not null as known,
  case when (select count(*) from page) between 1 and ${limit} - 1 then ${offset} + (select count(*) from page)
    else (select count(*) from ${rows} ${where}) end::int as total,
  (select count(*) from page)::int as rows,
  (select '{"${envelope}":[' || coalesce(string_agg(${rowSql(entity, options, query.fields)}, ',' order by p.n), '') || ']}'
     from page p ${entity.joins ?? ''}) as body`;
  return { ...named(text, values.list), keepsPlan: isNarrow(entity, options, query.filter) };
}

/**
 * One statement for one record by its sourcedId or our id, a deleted one included. No row, or `body` null, means that there
 * never was one; `record_id` is its uuid.
 */
export function singleStatement(
  asked: Asked,
  entityName: EntityName,
  id: string,
  fields?: string[],
): Statement {
  const entity = ENTITIES[entityName];
  const values = new Values(asked.base);
  const key = values.key(id);
  const find = (life: 'active' | 'tobedeleted', from: (table: string) => string, condition = '') => {
    const options = { guardians: asked.guardians, alive: from === living };
    return `select '${life}' as life, r.* from (${entity.rows(from, options)}) r
      where (r.sourced_id = ${key.text} or r.id = ${key.uuid}) ${condition}
      order by (r.sourced_id = ${key.text}) desc nulls last limit 1`;
  };
  const wanted = `(g.sourced_id = ${key.text} or g.record_id = ${key.uuid})`;
  const later = [
    ...(entity.archived
      ? [find('active', (table) => `${table}_archive`, 'and not exists (select from live)')]
      : []),
    find('tobedeleted', (table) => deletedRows(table, wanted), 'and not exists (select from live)'),
  ];
  const options = { guardians: asked.guardians, alive: true };
  const text = `with live as materialized (${find('active', living)}),
page as (select * from live ${later.map((sql) => `union all (${sql})`).join(' ')} limit 1)
select p.id as record_id, to_jsonb(p) ->> 'kind' as kind, ${BASE} is not null as known, '{"${entity.single}":' || ${rowSql(entity, options, fields)} || '}' as body
  from page p ${entity.joins ?? ''}`;
  return named(text, values.list);
}

const living = (table: string) => table;

// What deleted records held, as rows of their table again, unless the record came back under its id. No condition on them reaches through the JSON to the index, so that
// the one that must be quick is written inside (50,000 deleted pupils: 110 ms without, 1 ms with it).
function deletedRows(table: string, condition = 'true'): string {
  return `(select (jsonb_populate_record(null::${table}, g.facts)).* from oneroster_tombstones g where g.source = '${table}' and ${condition}
    and not exists (select from ${table} l where l.sourced_id = g.sourced_id))`;
}

function asksForDeleted(filter: Filter | undefined): boolean {
  if (filter === undefined || filter.joined === 'or') return false;
  return filter.clauses.some(
    ({ field, operator, value }) => field === 'status' && operator === '=' && value === 'tobedeleted',
  );
}

function isNarrow(entity: Entity, options: RowOptions, filter: Filter | undefined): boolean {
  if (filter === undefined || filter.joined === 'or') return false;
  return filter.clauses.some(({ field, operator }) => {
    const comparison = comparisonOf(entity, options, field);
    return operator === '=' && comparison?.as === 'reference' && comparison.isNarrow === true;
  });
}

function rowSql(entity: Entity, options: RowOptions, selected: string[] | undefined): string {
  const fields = entity.fields(options);
  const unknown = selected?.find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined)
    throw new AppError('oneroster.selection_field_unknown', { field: unknown.slice(0, 80) });
  const parts = Object.entries(fields)
    .filter(([name]) => selected === undefined || selected.includes(name))
    .map(([name, sql]) => `',"${name}":' || (${sql})`);
  // concat passes over nulls: a field without a value is left out together with its name.
  return `'{' || substr(concat(${parts.join(', ')}), 2) || '}'`;
}

function comparisonOf(entity: Entity, options: RowOptions, field: string): Comparison | undefined {
  const all = entity.compare(options);
  return Object.hasOwn(all, field) ? all[field] : undefined;
}

function sortSql(entity: Entity, options: RowOptions, { sort, descending }: ListQuery): string {
  if (sort === undefined) return '';
  const comparison = comparisonOf(entity, options, sort);
  if (comparison === undefined) {
    // The first two services fall back to their own order; only the third knows the error.
    if (entity.plural === 'resources')
      throw new AppError('oneroster.sort_field_unknown', { field: sort.slice(0, 80) });
    return '';
  }
  const sql = comparison.as === 'reference' ? sourcedIdOf(comparison.place, comparison.sql) : comparison.sql;
  const order = comparison.as === 'text' || comparison.as === 'reference' ? `(${sql}) collate "C"` : sql;
  return `${order} ${descending ? 'desc' : 'asc'} nulls last, `;
}

function filterSql(entity: Entity, options: RowOptions, filter: Filter, values: Values): string {
  const clauses = filter.clauses.map((clause) => clauseSql(entity, options, clause, values));
  return `(${clauses.join(` ${filter.joined} `)})`;
}

const OPERATORS = { '=': '=', '>': '>', '>=': '>=', '<': '<', '<=': '<=' } as const;

function clauseSql(entity: Entity, options: RowOptions, clause: Clause, values: Values): string {
  const { field, operator, value } = clause;
  const comparison = comparisonOf(entity, options, field);
  if (comparison === undefined)
    throw new AppError('oneroster.filter_field_unknown', { field: field.slice(0, 80) });
  if (comparison.as === 'reference') {
    if (operator === '=' || operator === '!=') {
      const record = `(select id from (${PLACES[comparison.place](values.key(value), options.guardians)}) x limit 1)`;
      return operator === '='
        ? `${comparison.sql} = ${record}`
        : `${comparison.sql} is distinct from ${record}`;
    }
    return textClause(sourcedIdOf(comparison.place, comparison.sql), operator, value, values);
  }
  if (comparison.as === 'text' || operator === '~')
    return textClause(`(${comparison.sql})::text`, operator, value, values);
  const parameter = values.add(...typed(comparison.as, value, field));
  if (operator === '!=') return `(${comparison.sql}) is distinct from ${parameter}`;
  return `(${comparison.sql}) ${OPERATORS[operator]} ${parameter}`;
}

function textClause(sql: string, operator: Clause['operator'], value: string, values: Values): string {
  const parameter = values.add(value, 'text');
  if (operator === '~') return `position(lower(${parameter}) in lower(${sql})) > 0`;
  if (operator === '!=') return `${sql} is distinct from ${parameter}`;
  if (operator === '=') return `${sql} = ${parameter}`;
  return `${sql} collate "C" ${OPERATORS[operator]} ${parameter}`;
}

function typed(as: 'date' | 'instant' | 'number', value: string, field: string): [unknown, string] {
  // An address turns the plus of a time zone into a space when it was not escaped.
  const tidy = value.replace(/ (\d\d:\d\d)$/, '+$1');
  const moment = new Date(tidy);
  const isDate = /^\d{4}-\d{2}-\d{2}/.test(tidy) && !Number.isNaN(moment.getTime());
  if (as === 'number' && /^-?\d{1,12}(\.\d{1,6})?$/.test(value)) return [value, 'numeric'];
  if (as === 'date' && isDate) return [tidy.slice(0, 10), 'text'];
  if (as === 'instant' && isDate) return [moment.toISOString(), 'timestamptz'];
  throw new AppError('oneroster.filter_value_invalid', { field });
}

const names = new Map<string, string>();
const MOST_PREPARED = 400;

// A statement with a name is planned once a connection. How many there are depends on what clients think of, so that only
// the first ones get a name.
function named(text: string, values: unknown[]): Statement {
  let name = names.get(text);
  if (name === undefined && names.size < MOST_PREPARED) {
    name = `oneroster_${sha256Hex(text).slice(0, 24)}`;
    names.set(text, name);
  }
  return name === undefined ? { text, values } : { name, text, values };
}
