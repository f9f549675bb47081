import { sha256Hex } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { FIRST_VERSION } from './first-version.ts';

/** Long before any school, so that every moment has a version. */
const FROM_THE_START = new Date('2020-01-01T00:00:00Z');

/** Publishes the first version where there is none. To be called in the platform's scope; many processes may at once. */
export async function ensureFirstBook(client: Queryable): Promise<void> {
  const content = JSON.stringify(FIRST_VERSION);
  await client.query(
    `insert into price_books (version, valid_from, content, sha256, note, published_by)
     values (1, $1, $2, $3, 'The first price list', 'system') on conflict do nothing`,
    [FROM_THE_START, content, sha256Hex(content)],
  );
}
