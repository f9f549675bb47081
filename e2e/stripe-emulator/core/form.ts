import { invalidParameter } from './api-error.ts';

/** What a form body decodes to: text at the leaves, plain records between. Lists are records keyed 0, 1, 2... */
export type FormValue = string | FormRecord;
export type FormRecord = { [key: string]: FormValue };

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Decodes application/x-www-form-urlencoded text with Stripe's nesting: a[b][0]=c, a[]=c.
 * The schema decides later what is a list, because metadata[0]=x is a record and expand[0]=x is a list.
 * Throws ApiError 400 for a name that cannot be read or that is both a value and a record.
 */
export function decodeForm(text: string): FormRecord {
  const root: FormRecord = {};
  for (const [name, value] of new URLSearchParams(text)) assign(root, name, value);
  return root;
}

/**
 * The parameters of a request: JSON for /v2 (its values become the texts a form would carry), a form for the rest.
 * Throws ApiError 400 for what cannot be read.
 */
export function decodeRequest(method: string, url: URL, body: string): FormRecord {
  if (method !== 'POST') return decodeForm(url.search.slice(1));
  if (!url.pathname.startsWith('/v2/')) return decodeForm(body);
  try {
    const value = toForm(JSON.parse(body === '' ? '{}' : body));
    if (typeof value === 'object') return value;
  } catch {
    // Answered below, with everything else that is no JSON object.
  }
  throw invalidParameter('The request body is not a JSON object.', undefined);
}

function toForm(value: unknown): FormValue {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).filter(([key]) => !forbiddenKeys.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, toForm(inner)]));
}

function assign(root: FormRecord, name: string, value: string): void {
  const path = splitName(name);
  let target = root;
  path.forEach((segment, depth) => {
    const key = segment === '' ? String(Object.keys(target).length) : segment;
    if (depth === path.length - 1) {
      target[key] = value;
      return;
    }
    const existing = target[key];
    if (typeof existing === 'string') throw invalidParameter(`Invalid hash: ${name}`, name);
    const next = existing ?? {};
    target[key] = next;
    target = next;
  });
}

function splitName(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  const [, first, rest] = match ?? [];
  if (first === undefined || rest === undefined)
    throw invalidParameter(`Invalid parameter name: ${name}`, name);
  const segments = [first, ...Array.from(rest.matchAll(/\[([^[\]]*)\]/g), (part) => part[1] ?? '')];
  if (segments.length > 10 || segments.some((segment) => forbiddenKeys.has(segment))) {
    throw invalidParameter(`Invalid parameter name: ${name}`, name);
  }
  return segments;
}

/** Writes a path as Stripe names it in `param`: recurring[interval], tiers[0][up_to]. */
export function formatParam(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  return `${first ?? ''}${rest.map((segment) => `[${segment}]`).join('')}`;
}
