import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { FIND_USAGE, INSERT_USAGE, INSERT_USAGE_BATCH } from '../../sql/ledger.ts';

export type UsageEntry = {
  meter: string;
  source: string;
  /** Unique within the source for ever: the same event is counted once however often it is recorded. */
  eventId: string;
  /** A whole number above zero. */
  quantity: number;
  occurredAt: Date;
  /** What it was used for: the key of an add-on's call, by which its receipt is found. */
  subject?: string | undefined;
};

/** The most entries that one call of recordUsageBatch takes. */
export const MOST_ENTRIES = 10_000;

/**
 * Writes one entry of the usage ledger in the caller's transaction, in the scope of the school. Recording the
 * same event again changes nothing; with another quantity it throws usage.conflict and the first value stands.
 */
export async function recordUsage(client: Queryable, entry: UsageEntry): Promise<'recorded' | 'known'> {
  const { rowCount } = await client.query({
    ...INSERT_USAGE,
    values: [
      entry.meter,
      entry.source,
      entry.eventId,
      entry.quantity,
      entry.occurredAt,
      entry.subject ?? null,
    ],
  });
  if (rowCount === 1) return 'recorded';
  await refuseConflicts(client, [entry]);
  return 'known';
}

/**
 * Writes up to 10,000 entries in one statement, in the caller's transaction and the scope of the school, and answers how
 * many were new. An event that is named twice in the list, or was recorded before, counts once; with another quantity or
 * meter the whole call throws usage.conflict. Throws RangeError for a longer list.
 */
export async function recordUsageBatch(client: Queryable, entries: readonly UsageEntry[]): Promise<number> {
  if (entries.length > MOST_ENTRIES)
    throw new RangeError(`${entries.length} entries are more than ${MOST_ENTRIES} at once`);
  if (entries.length === 0) return 0;
  const { rowCount } = await client.query({
    ...INSERT_USAGE_BATCH,
    values: [
      entries.map(({ meter }) => meter),
      entries.map(({ source }) => source),
      entries.map(({ eventId }) => eventId),
      entries.map(({ quantity }) => quantity),
      entries.map(({ occurredAt }) => occurredAt),
      entries.map(({ subject }) => subject ?? null),
    ],
  });
  const recorded = rowCount ?? 0;
  if (recorded < entries.length) await refuseConflicts(client, entries);
  return recorded;
}

async function refuseConflicts(client: Queryable, entries: readonly UsageEntry[]): Promise<void> {
  const { rows } = await client.query<{ source: string; event_id: string; quantity: string; meter: string }>({
    ...FIND_USAGE,
    values: [entries.map(({ source }) => source), entries.map(({ eventId }) => eventId)],
  });
  const known = new Map(rows.map((row) => [`${row.source}\n${row.event_id}`, row]));
  for (const { source, eventId, quantity, meter } of entries) {
    const row = known.get(`${source}\n${eventId}`);
    if (Number(row?.quantity) !== quantity || row?.meter !== meter)
      throw new AppError('usage.conflict', { eventId });
  }
}
