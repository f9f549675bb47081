import type pg from 'pg';
import { asSystem } from '../../../tenancy/index.ts';
import { LATEST_STUDENTS, SET_ABOVE_CEILING } from '../../sql/subscriptions.ts';
import { bookVersion } from '../price-book/read-book.ts';

/**
 * Notes since when a school has more active students than its plan's ceiling, and takes the note back when it has not. What
 * follows from it after the notices is decided where seats are given out; nothing existing stops working. Returns how many
 * notes changed. Can run in several processes.
 */
export async function markCeilings(pool: pg.Pool, now: Date): Promise<number> {
  return asSystem(async () => {
    const { rows } = await pool.query<{
      id: string;
      plan: string;
      version: string;
      students: number;
      noted: boolean;
    }>(LATEST_STUDENTS);
    let changed = 0;
    for (const { id, plan, version, students, noted } of rows) {
      const { content } = await bookVersion(pool, Number(version));
      const ceiling = content.plans.find(({ code }) => code === plan)?.studentCeiling ?? null;
      const isAbove = ceiling !== null && students > ceiling;
      if (isAbove === noted) continue;
      await pool.query(SET_ABOVE_CEILING, [id, isAbove ? now : null]);
      changed += 1;
    }
    return changed;
  }, 'subscriptions');
}
