import type { z } from 'zod';
import { type ApiError, invalidParameter } from './api-error.ts';
import { type FormRecord, formatParam } from './form.ts';
import { emptyMessage, joinWords } from './parameter-messages.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks decoded parameters against a schema and answers the typed value.
 * Throws ApiError 400 in Stripe's words for the first thing wrong: parameter_unknown, parameter_missing,
 * parameter_invalid_empty, parameter_invalid_integer, or a wrong member of a list of words.
 */
export function parseParams<S extends z.ZodType>(schema: S, raw: FormRecord): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  // Unknown names are reported first, as Stripe does: a misspelt name often also looks like a missing one.
  const issues = result.error.issues.map((issue) => flatten(issue, []));
  const first = issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0];
  throw first ? toApiError(first, raw) : invalidParameter('Invalid request.', undefined);
}

/** For a union the last branch is the real type; the first is only the empty text that unsets it. */
function flatten(issue: Issue, prefix: readonly PropertyKey[]): Issue {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return { ...issue, path };
  const inner = issue.errors.at(-1)?.[0];
  return inner ? flatten(inner, path) : { ...issue, path };
}

function toApiError(issue: Issue, raw: FormRecord): ApiError {
  const param = formatParam(issue.path);
  const value = valueAt(raw, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const unknown = formatParam([...issue.path, issue.keys[0] ?? '']);
      const message = `Received unknown parameter: ${unknown}`;
      return invalidParameter(message, unknown, 'parameter_unknown');
    }
    case 'invalid_type':
    case 'invalid_value':
      if (value === undefined) {
        return invalidParameter(`Missing required param: ${param}.`, param, 'parameter_missing');
      }
      if (issue.code === 'invalid_value') {
        const words = issue.values.map(String);
        return invalidParameter(`Invalid ${param}: must be ${joinWords(words)}`, param);
      }
      return invalidParameter(`Invalid ${issue.expected === 'string' ? 'string' : 'object'}`, param);
    case 'custom': {
      const code = typeof issue.params?.code === 'string' ? issue.params.code : undefined;
      return invalidParameter(
        code === 'parameter_invalid_empty' ? emptyMessage(param) : issue.message,
        param,
        code,
      );
    }
    default:
      return invalidParameter(`Invalid ${param}: ${issue.message}`, param);
  }
}

function valueAt(raw: FormRecord, path: readonly PropertyKey[]): unknown {
  let value: unknown = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    // A list arrives as a record keyed by position, so a numeric path part may need its text form.
    value = (value as Record<string, unknown>)[String(key)];
  }
  return value;
}
