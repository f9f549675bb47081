import type pg from 'pg';
import { peopleVisibleTo, type VisiblePeople } from '../../../school/index.ts';
import type { CapabilityContext } from '../registry.ts';

const EVERYBODY: VisiblePeople = { students: 'all', guardians: 'ofStudents' };
const cache = new WeakMap<CapabilityContext, Promise<VisiblePeople>>();

/**
 * Whom a call may read of: everybody where the school itself acts (events, schedules, signed calls), and only whom the
 * person may see where a person does. Read once a call.
 */
export function visiblePeople(pool: pg.Pool, context: CapabilityContext): Promise<VisiblePeople> {
  if (context.actorId === undefined) return Promise.resolve(EVERYBODY);
  const known = cache.get(context);
  if (known) return known;
  const loaded = peopleVisibleTo(pool, context.actorId);
  loaded.catch(() => cache.delete(context));
  cache.set(context, loaded);
  return loaded;
}

/** A list of ids as a parameter of `x = any($n)`, with null for no limit. */
export function asParameter(ids: string[] | 'all' | 'ofStudents'): string[] | null {
  return Array.isArray(ids) ? ids : null;
}
