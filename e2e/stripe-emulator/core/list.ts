import { resourceMissing } from './api-error.ts';
import type { CreatedFilter } from './form-types.ts';
import type { JsonObject } from './store.ts';

export type PageParams = { limit?: number; starting_after?: string; ending_before?: string };

/**
 * Cuts one page out of a newest-first list: {object: 'list', url, has_more, data}. The limit is 1 to 100, 10 by
 * default. Throws ApiError 400 resource_missing when a cursor names nothing in the list.
 */
export function listEnvelope<T extends JsonObject>(
  url: string,
  items: readonly T[],
  params: PageParams,
  kind: string,
  unfiltered: readonly T[] = items,
): JsonObject {
  const limit = params.limit ?? 10;
  let candidates = items;
  let isBackwards = false;
  if (params.starting_after !== undefined) {
    const after = afterCursor(unfiltered, params.starting_after, 'starting_after', kind);
    candidates = items.filter((item) => after.has(item));
  } else if (params.ending_before !== undefined) {
    const after = afterCursor(unfiltered, params.ending_before, 'ending_before', kind);
    candidates = items.filter((item) => !after.has(item) && item.id !== params.ending_before);
    isBackwards = true;
  }
  const data = isBackwards ? candidates.slice(-limit) : candidates.slice(0, limit);
  return { object: 'list', data: [...data], has_more: candidates.length > data.length, url };
}

function afterCursor<T extends JsonObject>(
  items: readonly T[],
  id: string,
  param: string,
  kind: string,
): Set<T> {
  const index = items.findIndex((item) => item.id === id);
  if (index === -1) throw resourceMissing(kind, id, param, 400);
  return new Set(items.slice(index + 1));
}

/** Whether a creation time (unix seconds) passes the `created` filter of a list. */
export function matchesCreated(created: number, filter: CreatedFilter | undefined): boolean {
  if (filter === undefined) return true;
  if (typeof filter === 'number') return created === filter;
  if (filter.gt !== undefined && created <= filter.gt) return false;
  if (filter.gte !== undefined && created < filter.gte) return false;
  if (filter.lt !== undefined && created >= filter.lt) return false;
  return filter.lte === undefined || created <= filter.lte;
}
