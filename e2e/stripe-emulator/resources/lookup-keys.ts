import { invalidRequest } from '../core/api-error.ts';
import type { RequestContext } from '../core/route.ts';

/**
 * Makes a lookup key free for a price: with `transfer` it is taken from the price that holds it.
 * Throws ApiError 400 when another price holds it and no transfer was asked for.
 */
export function claimLookupKey(
  context: RequestContext,
  key: string,
  transfer: boolean,
  ownId?: string,
): void {
  for (const holder of context.store.findByLookup('price', key)) {
    if (holder.id === ownId) continue;
    if (!transfer) {
      throw invalidRequest(
        `A price (\`${holder.id}\`) already uses that lookup key.`,
        'lookup_key',
        'resource_already_exists',
      );
    }
    context.store.save('price', { ...holder, lookup_key: null }, null);
  }
}
