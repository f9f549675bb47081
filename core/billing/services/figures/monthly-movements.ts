import { addMonths, type Month, monthStart } from '../months.ts';
import type { MovementKind } from '../movements.ts';
import { type Movement, mrrBefore, sumOf } from './movement-history.ts';

/** A month of revenue: opened + the five movements = closed, to the cent. */
export type MovementMonth = {
  month: Month;
  openedCents: number;
  closedCents: number;
  cents: Record<MovementKind, number>;
  /** How many movements of each kind there were. */
  counts: Record<MovementKind, number>;
  /** Schools with revenue at the end, and before the beginning. */
  schools: number;
  openedSchools: number;
  /** Of those that paid before the beginning, how many do not at the end. */
  lostSchools: number;
};

export const MOVEMENT_KINDS = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;

/** The movements of each month, from movements in the order of time. */
export function monthlyMovements(ordered: Movement[], months: Month[]): MovementMonth[] {
  return months.map((month) => {
    const [from, until] = [monthStart(month), monthStart(addMonths(month, 1))];
    const opened = mrrBefore(ordered, from);
    const closed = mrrBefore(ordered, until);
    const cents = emptyKinds();
    const counts = emptyKinds();
    for (const { at, kind, deltaCents } of ordered) {
      if (at < from || at >= until) continue;
      cents[kind] += deltaCents;
      counts[kind] += 1;
    }
    return {
      month,
      openedCents: sumOf(opened),
      closedCents: sumOf(closed),
      cents,
      counts,
      schools: closed.size,
      openedSchools: opened.size,
      lostSchools: [...opened.keys()].filter((id) => !closed.has(id)).length,
    };
  });
}

function emptyKinds(): Record<MovementKind, number> {
  return { new: 0, expansion: 0, contraction: 0, churn: 0, reactivation: 0 };
}
