import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';

/** One page of entries, the newest first, and the cursor of the next one; null at the end. */
export type MomentPage<Entry> = { entries: Entry[]; next: string | null };

/** The page of rows read with one more than the limit, so that what follows is known without a count. */
export function momentPage<Entry extends { at: string; id: string }>(
  rows: Record<string, unknown>[],
  limit: number,
  toEntry: (row: Record<string, unknown>) => Entry,
): MomentPage<Entry> {
  const entries = rows.slice(0, limit).map(toEntry);
  const last = entries.at(-1);
  return { entries, next: rows.length > limit && last ? `${last.at}~${last.id}` : null };
}

/** Moment and id after which a page begins, both null for the first page. Throws request.invalid. */
export function openCursor(cursor: string | undefined): [string | null, string | null] {
  if (cursor === undefined) return [null, null];
  const [at = '', id = ''] = cursor.split('~');
  if (Number.isNaN(Date.parse(at)) || at.length > 30 || !z.uuid().safeParse(id).success)
    throw new AppError('request.invalid', { reason: 'cursor: not valid' });
  return [at, id];
}
