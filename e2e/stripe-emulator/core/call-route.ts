import type { FormRecord } from './form.ts';
import type { RequestContext } from './route.ts';
import type { JsonObject } from './store.ts';

/**
 * Does the work of another route inside this request: same transaction, same moment, same rules as a request from
 * outside. Paths and parameters are those of the API; values are texts, as a form has them.
 * Throws what the route throws, and Error when there is no such route.
 */
export function callRoute(
  context: RequestContext,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  params: FormRecord,
): JsonObject {
  const match = context.findRoute(method, path);
  if (!match) throw new Error(`The emulator has no route ${method} ${path}.`);
  return match.route.prepare({ ...context, path: match.path }, params).execute();
}

/** Stored values as texts of a form; what is null or undefined is left out. */
export function toForm(values: Record<string, unknown>): FormRecord {
  const form: FormRecord = {};
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    form[key] = typeof value === 'object' ? toForm(value as Record<string, unknown>) : String(value);
  }
  return form;
}
