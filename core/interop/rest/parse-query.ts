import { AppError } from '../../kernel/index.ts';

export type FilterOperator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';
export type Clause = { field: string; operator: FilterOperator; value: string };
export type Filter = { clauses: Clause[]; joined: 'and' | 'or' };

export type ListQuery = {
  limit: number;
  offset: number;
  sort?: string;
  descending: boolean;
  filter?: Filter;
  fields?: string[];
};

export const DEFAULT_LIMIT = 100;
/** More is never sent in one answer; a client that asks for more gets this many and a link to the next. */
export const MOST_ROWS = 10_000;
const INT32 = 2_147_483_647;
const MOST_FILTER_CHARACTERS = 2000;

/**
 * The query of a list, read by the rules of the standard. Parameters it does not know are passed over.
 * Throws oneroster.paging_invalid, oneroster.filter_invalid or oneroster.order_invalid, all 400.
 */
export function parseListQuery(query: URLSearchParams): ListQuery {
  const orderBy = single(query, 'orderBy');
  if (orderBy !== undefined && orderBy !== 'asc' && orderBy !== 'desc')
    throw new AppError('oneroster.order_invalid');
  const sort = single(query, 'sort');
  const filter = single(query, 'filter');
  const fields = parseFields(query);
  return {
    limit: Math.min(wholeNumber(query, 'limit', 1) ?? DEFAULT_LIMIT, MOST_ROWS),
    offset: wholeNumber(query, 'offset', 0) ?? 0,
    descending: orderBy === 'desc',
    ...(sort ? { sort } : {}),
    ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
    ...(fields ? { fields } : {}),
  };
}

/** The names of `fields`, which may come as one list or several times; undefined when all are wanted. */
export function parseFields(query: URLSearchParams): string[] | undefined {
  const names = query
    .getAll('fields')
    .flatMap((list) => list.split(','))
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length > 0 ? [...new Set(names)] : undefined;
}

function single(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) throw new AppError('oneroster.paging_invalid', { parameter: name });
  return values[0] || undefined;
}

function wholeNumber(query: URLSearchParams, name: 'limit' | 'offset', least: number): number | undefined {
  const values = query.getAll(name);
  if (values.length === 0) return undefined;
  const [text = ''] = values;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (values.length > 1 || !(value >= least && value <= INT32))
    throw new AppError('oneroster.paging_invalid', { parameter: name });
  return value;
}

const NAME = /^[A-Za-z][\w:-]*(?:\.[A-Za-z][\w:-]*){0,3}/;
const OPERATOR = /^(!=|>=|<=|=|>|<|~)/;
// A quote inside a value is written twice.
const VALUE = /^'((?:[^']|'')*)'/;
const JOIN = /^ (AND|OR) /;

/**
 * Reads `field OP 'value'` and at most two of them, joined by one AND or OR. Throws oneroster.filter_invalid.
 */
export function parseFilter(text: string): Filter {
  if (text.length > MOST_FILTER_CHARACTERS) throw new AppError('oneroster.filter_invalid');
  let rest = text;
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(rest);
    if (!found) throw new AppError('oneroster.filter_invalid');
    rest = rest.slice(found[0].length);
    return found[1] ?? found[0];
  };
  const clause = (): Clause => ({
    field: take(NAME),
    operator: take(OPERATOR) as FilterOperator,
    value: take(VALUE).replaceAll("''", "'"),
  });
  const clauses = [clause()];
  let joined: Filter['joined'] = 'and';
  if (rest !== '') {
    joined = take(JOIN) === 'OR' ? 'or' : 'and';
    clauses.push(clause());
  }
  if (rest !== '') throw new AppError('oneroster.filter_invalid');
  return { clauses, joined };
}
