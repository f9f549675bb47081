import { AppError } from '../../kernel/index.ts';
import { PROTOTYPE_NAMES } from './query-check.ts';

const DEEPEST = 32;
const MOST_ENTRIES = 50_000;

/**
 * Reads the JSON body of a request: an object without NUL characters, without names that reach a prototype, of
 * bounded depth and size. Throws request.invalid.
 */
export function readJsonBody(text: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse('the body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse('the body must be an object');
  checkBody(body);
  return body as Record<string, unknown>;
}

/** Throws request.invalid for a body nested too deeply, with too many entries, or with names and characters nobody sends. */
// Level by level and not by calling itself: depth is what an attacker chooses.
export function checkBody(body: object): void {
  let level: object[] = [body];
  let entries = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) refuse('the body is nested too deeply');
    const below: object[] = [];
    for (const value of level) {
      for (const [name, entry] of Object.entries(value)) {
        entries += 1;
        if (PROTOTYPE_NAMES.has(name)) refuse('the body has a name that is not allowed');
        if (name.includes('\0') || (typeof entry === 'string' && entry.includes('\0')))
          refuse('the body contains the character NUL');
        if (typeof entry === 'object' && entry !== null) below.push(entry);
      }
      if (entries > MOST_ENTRIES) refuse('the body has too many entries');
    }
    level = below;
  }
}

function refuse(reason: string): never {
  throw new AppError('request.invalid', { reason });
}
