import type { Queryable } from '../../tenancy/index.ts';
import { BLOCKERS, type BlockerCode, firstOf } from '../sql/blockers.ts';

export type BlockerItem = { id: string; label: string; labelAr: string | null; detail: string | null };
export type Blocker = {
  code: BlockerCode;
  /** True when whoever commits may say that it is all right so. */
  asks: boolean;
  count: number;
  /** The first thirty. */
  items: BlockerItem[];
};

/** Everything that is in the way of a year end, worst first; empty when it may be committed. */
export async function findBlockers(database: Queryable, runId: string): Promise<Blocker[]> {
  const blockers: Blocker[] = [];
  for (const [code, { asks, sql }] of Object.entries(BLOCKERS) as [
    BlockerCode,
    (typeof BLOCKERS)[BlockerCode],
  ][]) {
    const { rows } = await database.query(firstOf(sql), [runId]);
    const { count, items } = rows[0] as { count: number; items: BlockerItem[] };
    if (count > 0) blockers.push({ code, asks, count, items });
  }
  return blockers;
}
