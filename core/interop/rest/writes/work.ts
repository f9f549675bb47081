import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { PLACES } from '../sql/places.ts';

/** One record that was made, changed or deleted, for the trail and the events. */
export type Done = {
  /** Slug of the collection, as the trail names it. */
  collection: 'grade-categories' | 'exams' | 'exam-results' | 'grade-scales';
  operation: 'create' | 'update' | 'delete';
  id: string;
  label?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  event?: { type: string; payload: Record<string, unknown> };
};

/** How a written record is called: the client's own id, or the uuid that we give it. */
export type Naming = { sourcedId: string; allocated?: undefined } | { sourcedId: string; allocated: string };

/** Throws oneroster.data_invalid with a sentence that names no table. */
export function refuse(reason: string): never {
  throw new AppError('oneroster.data_invalid', { reason });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Text and uuid of an id from outside, as the first two values of a statement. */
export function keyOf(sourcedId: string): [string, string | null] {
  return [sourcedId, UUID.test(sourcedId) ? sourcedId : null];
}

/** The uuid of a record by its sourcedId or our id; undefined when the school has none. */
export async function findPlace(
  client: Queryable,
  place: keyof typeof PLACES,
  sourcedId: string,
): Promise<string | undefined> {
  const sql = PLACES[place]({ text: '$1::text', uuid: '$2::uuid' }, true);
  // Whatever the place, both values are named, so that their types are known.
  const { rows } = await client.query(
    `select id from (${sql}) x where $1::text is not null and ($2::uuid is null or true) limit 1`,
    keyOf(sourcedId),
  );
  return rows[0]?.id;
}

/** The row of a table that a record is called by; `naming.allocated` is looked for alone. */
export async function findRow(
  client: Queryable,
  table: string,
  naming: Naming,
): Promise<Record<string, unknown> | undefined> {
  const { rows } = naming.allocated
    ? await client.query(`select * from ${table} where id = $1`, [naming.allocated])
    : await client.query(
        `select * from ${table} where sourced_id = $1 or id = $2 order by (sourced_id = $1) desc nulls last limit 1`,
        keyOf(naming.sourcedId),
      );
  return rows[0];
}

/** Writes the columns of a row, a new one under its id or sourced_id; returns its uuid. */
export async function saveRow(
  client: Queryable,
  table: string,
  row: { existing: Record<string, unknown> | undefined; naming: Naming; columns: Record<string, unknown> },
): Promise<string> {
  const { existing, naming, columns } = row;
  const names = Object.keys(columns);
  if (existing) {
    const changes = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
    await client.query(`update ${table} set ${changes}, updated_at = now() where id = $1`, [
      existing.id,
      ...Object.values(columns),
    ]);
    return String(existing.id);
  }
  const own = naming.allocated ? { id: naming.allocated } : { sourced_id: naming.sourcedId };
  const all = { ...columns, ...own };
  const places = Object.keys(all).map((_, index) => `$${index + 1}`);
  const { rows } = await client.query(
    `insert into ${table} (${Object.keys(all).join(', ')}) values (${places.join(', ')}) returning id`,
    Object.values(all),
  );
  return String(rows[0]?.id);
}

/** The values of a row that are about to change, and true when none would. */
export function sameRow(existing: Record<string, unknown>, columns: Record<string, unknown>): boolean {
  return Object.entries(columns).every(([name, value]) => {
    const now = existing[name];
    if (value === null || value === undefined) return now === null || now === undefined;
    if (typeof value === 'number') return now !== null && Number(now) === value;
    return String(now) === String(value);
  });
}
