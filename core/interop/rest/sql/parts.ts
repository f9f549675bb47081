import type { EntityName, Place } from '../operations.ts';

/** How a field takes part in filters and sorting. `sql` speaks of a row `r`, before anything is joined to it. */
export type Comparison =
  | { as: 'text' | 'date' | 'instant' | 'number'; sql: string }
  /**
   * A reference: equality resolves the named record first, so that an index on the column serves it. It is narrow when
   * such an index always leaves few rows.
   */
  | { as: 'reference'; sql: string; place: Place | 'subject' | 'year'; isNarrow?: true };

export type RowOptions = {
  /** Guardians are shown: the token holds more than the core scope. */
  guardians: boolean;
  /** Rows that exist now; false when `from` stands for deleted ones, and nothing invented is added. */
  alive: boolean;
};

/** One kind of record: where its rows come from and what each field of its JSON is. */
export type Entity = {
  /** Names of the envelope of one record and of a list. */
  single: string;
  plural: EntityName;
  /**
   * SELECT of the rows with id, created_at, updated_at, sourced_id and what the fields need, without what only the JSON
   * needs. `from` names a table, or stands for its deleted rows.
   */
  rows: (from: (table: string) => string, options: RowOptions) => string;
  /** Old rows move to an archive table, where a record is still found by its id. */
  archived?: true;
  /** Joins to the rows `p` of one page, for the JSON alone: a page pays for its own rows. */
  joins?: string;
  /** Fields in their order: SQL that gives JSON as text; a field that is null is left out. */
  fields: (options: RowOptions) => Record<string, string>;
  compare: (options: RowOptions) => Record<string, Comparison>;
  /** For `/…/{id}/<entity>`: a condition on `r` with the uuid of the named record. */
  within?: Partial<Record<Place, (id: string) => string>>;
};

/** Scheme, host and /ims/oneroster of the request: the first value of every statement. */
export const BASE = '$1::text';
export const SCHOOL = '(select daftar.current_school())';

/** Stable ids of records that the product implies and does not store. */
export const HOMEROOM_COURSE = 'homeroom';
export const WHOLE_SCHOOL_CLASS = 'whole-school';

export type ReferenceType =
  | 'academicSession'
  | 'class'
  | 'course'
  | 'org'
  | 'user'
  | 'category'
  | 'lineItem'
  | 'assessmentLineItem'
  | 'scoreScale';

const PATHS: Record<ReferenceType, string> = {
  academicSession: 'rostering/v1p2/academicSessions',
  class: 'rostering/v1p2/classes',
  course: 'rostering/v1p2/courses',
  org: 'rostering/v1p2/orgs',
  user: 'rostering/v1p2/users',
  category: 'gradebook/v1p2/categories',
  lineItem: 'gradebook/v1p2/lineItems',
  assessmentLineItem: 'gradebook/v1p2/assessmentLineItems',
  scoreScale: 'gradebook/v1p2/scoreScales',
};

/** What a record is called outside: the id it came with, or ours. */
export const sourcedId = (row: string) => `coalesce(${row}.sourced_id, ${row}.id::text)`;

/** A text as JSON; null stays null. */
export const text = (sql: string) => `to_json((${sql})::text)::text`;
/** A text that needs no escaping: a date, a number as text, a word of a list. */
export const plain = (sql: string) => `'"' || (${sql})::text || '"'`;
export const number = (sql: string) => `(${sql})::text`;
export const flag = (sql: string) => `case when ${sql} then '"true"' else '"false"' end`;
/** A moment as UTC with Z. */
export const moment = (sql: string) =>
  plain(`to_char((${sql}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
/** Our last day as the standard's end, which is the day after. */
export const dayAfter = (sql: string) => `((${sql})::date + 1)::text`;
/** A list of one value or none. */
export const listOf = (sql: string) => `'[' || coalesce(${text(sql)}, '') || ']'`;

/**
 * A reference to another record; null when there is none. An id that would need escaping in a path is called by its uuid
 * there, which every path knows too. `source` is the record's sourced_id, `id` its uuid.
 */
export function reference(type: ReferenceType, source: string, id: string): string {
  const inPath = `case when ${source} ~ '^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$' then ${source} else (${id})::text end`;
  return `'{"href":"' || ${BASE} || '/${PATHS[type]}/' || ${inPath} || '","sourcedId":' || to_json(coalesce(${source}, (${id})::text))::text || ',"type":"${type}"}'`;
}

export const SCHOOL_REFERENCE = reference('org', 'null::text', SCHOOL);

/** The metadata of the named values that are there; null when none is. */
export function metadata(values: Record<string, string>): string {
  const parts = Object.entries(values).map(([name, sql]) => `',"${name}":' || ${text(sql)}`);
  const joined = `concat(${parts.join(', ')})`;
  return `case when coalesce(${Object.values(values)
    .map((sql) => `(${sql})::text`)
    .join(', ')}) is not null then '{' || substr(${joined}, 2) || '}' end`;
}

/** The three fields that every record begins with; `p.life` says whether it still exists. */
export function head(): Record<string, string> {
  return {
    sourcedId: text(sourcedId('p')),
    status: plain('p.life'),
    dateLastModified: moment('p.updated_at'),
  };
}

export const HEAD_COMPARE: Record<string, Comparison> = {
  sourcedId: { as: 'text', sql: sourcedId('r') },
  status: { as: 'text', sql: 'r.life' },
  dateLastModified: { as: 'instant', sql: 'r.updated_at' },
};
export const SCHOOL_COMPARE: Comparison = { as: 'text', sql: `${SCHOOL}::text` };
