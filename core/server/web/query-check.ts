import { AppError } from '../../kernel/index.ts';

/** The longest query string of an address; a list asked for by a form (method override) may be longer. */
const QUERY_LIMIT = 16_000;
const FORM_QUERY_LIMIT = 64_000;
const MOST_PARAMETERS = 1000;
const MOST_CONDITIONS = 100;
const MOST_VALUES = 500;
const DEEPEST = 10;

/** Names that reach the prototype of an object when a careless program copies them. */
export const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

const OPERATORS = new Set([
  ...['equals', 'not_equals', 'in', 'not_in', 'all', 'exists'],
  ...['greater_than', 'greater_than_equal', 'less_than', 'less_than_equal'],
  ...['like', 'not_like', 'contains'],
]);
const NUMBERS = new Set(['limit', 'page', 'depth']);
const FIELD = /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*){0,3}$/;
const SORT = /^-?[A-Za-z][A-Za-z0-9]*$/;

type Parameter = { root: string; path: string[]; value: string };

/** Refuses what no query of this product contains, whoever reads it. Throws request.invalid. */
export function checkQuery(query: string, isForm = false): Parameter[] {
  if (query.length > (isForm ? FORM_QUERY_LIMIT : QUERY_LIMIT)) refuse('the query is too long');
  const parameters: Parameter[] = [];
  for (const [key, value] of new URLSearchParams(query)) {
    if (parameters.length === MOST_PARAMETERS) refuse(`there are more than ${MOST_PARAMETERS} parameters`);
    if (key.includes('\0') || value.includes('\0')) refuse('a parameter contains the character NUL');
    const parts = key.split('[');
    const [root = '', ...rest] = parts;
    const path = rest.map((part) => part.slice(0, -1));
    if (rest.some((part) => part.indexOf(']') !== part.length - 1) || root.includes(']'))
      refuse('the brackets of a parameter do not match');
    if (path.length > DEEPEST) refuse('a parameter is nested too deeply');
    if ([root, ...path].some((name) => name.split('.').some((part) => PROTOTYPE_NAMES.has(part))))
      refuse('a parameter has a name that is not allowed');
    parameters.push({ root, path, value });
  }
  return parameters;
}

/**
 * Holds the query of a collection to what Payload understands: it passes over what it does not, and a filter passed
 * over is every row. Numbers are whole, sorting is by the collection's own fields, conditions are counted.
 * Throws request.invalid with a reason.
 */
export function checkCollectionQuery(parameters: Parameter[]): void {
  const conditions = new Set<string>();
  const values = new Map<string, number>();
  const seen = new Set<string>();
  for (const { root, path, value } of parameters) {
    if (NUMBERS.has(root)) {
      if (path.length > 0 || seen.has(root) || !/^\d{0,6}$/.test(value))
        refuse(`"${root}" must be one whole number`);
      seen.add(root);
    } else if (root === 'sort') checkSort(path, value);
    else if (root === 'where') checkCondition(path, value, conditions, values);
    else if (root === 'data') refuse('"data" belongs into the body');
    else if (root === 'joins' && (path.length > 0 || value !== 'false'))
      refuse('"joins" can only be "false"');
  }
  if (conditions.size > MOST_CONDITIONS) refuse(`there are more than ${MOST_CONDITIONS} conditions`);
}

function checkSort(path: string[], value: string): void {
  const isList = path.length === 0 || (path.length === 1 && /^\d{0,2}$/.test(path[0] ?? ''));
  const fields = value.split(',');
  if (!isList || fields.length > 5 || !(value === '' || fields.every((field) => SORT.test(field))))
    refuse('"sort" must be names of the fields of this list');
}

// where[or][0][and][1][field][operator], and [n] or [] behind it for the values of a list.
function checkCondition(
  path: string[],
  value: string,
  conditions: Set<string>,
  values: Map<string, number>,
): void {
  const [...steps] = path;
  while (/^(and|or)$/i.test(steps[0] ?? '')) {
    const [, index] = steps.splice(0, 2);
    if (!/^\d{1,3}$/.test(index ?? '')) refuse('"and" and "or" must be lists of conditions');
    // The panel sends an empty list while a filter is being made.
    if (steps.length === 0 && value === '') return;
  }
  const [field = '', operator = '', index, ...more] = steps;
  if (!FIELD.test(field)) refuse('"where" must be conditions in brackets: where[field][operator]=value');
  if (!OPERATORS.has(operator)) refuse(`there is no operator "${operator.slice(0, 30)}"`);
  if (more.length > 0 || (index !== undefined && !/^\d{0,4}$/.test(index)))
    refuse('a condition has one value or a list of values');
  const condition = path.slice(0, path.length - (index === undefined ? 0 : 1)).join('|');
  conditions.add(condition);
  const count = (values.get(condition) ?? 0) + value.split(',').length;
  values.set(condition, count);
  if (/^(in|not_in|all)$/.test(operator) && count > MOST_VALUES)
    refuse(`a list of values has more than ${MOST_VALUES}`);
  if (value.length > 1000 && !/^(in|not_in|all)$/.test(operator))
    refuse('the value of a condition is too long');
}

function refuse(reason: string): never {
  throw new AppError('request.invalid', { reason });
}
