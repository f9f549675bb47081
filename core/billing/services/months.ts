/** A calendar month in UTC, as YYYY-MM. Figures and simulations are by months in UTC, whatever the zone of a school. */
export type Month = string;

export const MONTH_PATTERN = /^20\d\d-(0[1-9]|1[0-2])$/;

export function monthOf(moment: Date): Month {
  return moment.toISOString().slice(0, 7);
}

/** The instant at which a month begins. */
export function monthStart(month: Month): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** The month that is `count` after another; before it for a negative count. */
export function addMonths(month: Month, count: number): Month {
  const start = monthStart(month);
  return monthOf(new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count)));
}

/** From the first to the last month, both included; empty when the last is before the first. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** How many months one is after another. */
export function monthsBetween(first: Month, last: Month): number {
  const [from, to] = [monthStart(first), monthStart(last)];
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
}
