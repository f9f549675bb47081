import { addMonths, type Month, monthOf, monthStart, monthsFrom } from '../months.ts';
import { type Movement, mrrBefore } from './movement-history.ts';

export type CohortCell = { month: Month; schools: number; cents: number };

/** The schools that began in a month, and what is left of them at the end of that month and of each one after it. */
export type Cohort = {
  month: Month;
  /** How many began, and with which revenue. */
  schools: number;
  startCents: number;
  /** Cell 0 is the end of the month of the start. */
  cells: CohortCell[];
};

/**
 * Schools by the month of their first revenue, up to and including `last`. In each month the cells of all cohorts add up to
 * the revenue of that month.
 */
export function cohortsOf(ordered: Movement[], last: Month): Cohort[] {
  const first = new Map<string, Movement>();
  for (const movement of ordered) if (!first.has(movement.tenantId)) first.set(movement.tenantId, movement);
  const starts = [...first.values()].filter(({ at }) => monthOf(at) <= last);
  const begin = starts[0] && monthOf(starts[0].at);
  if (begin === undefined) return [];
  const ends = new Map(
    monthsFrom(begin, last).map((month) => [month, mrrBefore(ordered, monthStart(addMonths(month, 1)))]),
  );
  const months = [...new Set(starts.map(({ at }) => monthOf(at)))];
  return months.map((month) => {
    const members = starts.filter(({ at }) => monthOf(at) === month);
    return {
      month,
      schools: members.length,
      startCents: members.reduce((sum, { mrrCents }) => sum + mrrCents, 0),
      cells: monthsFrom(month, last).map((cellMonth) => {
        const left = members.flatMap(({ tenantId }) => ends.get(cellMonth)?.get(tenantId) ?? []);
        return {
          month: cellMonth,
          schools: left.length,
          cents: left.reduce((sum, cents) => sum + cents, 0),
        };
      }),
    };
  });
}
