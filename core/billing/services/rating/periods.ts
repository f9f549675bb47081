import type { BillingCycle } from '../terms.ts';
import type { Period } from './line.ts';

const MONTHS: Record<BillingCycle, number> = { monthly: 1, yearly: 12 };

/**
 * The moment `months` whole months after an anchor, in UTC: the same day and time, or the last day of a month that is too
 * short. Always counted from the anchor, so that the 31st comes back after February (S14).
 */
export function monthsAfter(anchor: Date, months: number): Date {
  const year = anchor.getUTCFullYear();
  const month = anchor.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const moment = new Date(anchor);
  // The first of the month first: the 31st would overflow into the month after.
  moment.setUTCFullYear(year, month, 1);
  moment.setUTCDate(Math.min(anchor.getUTCDate(), lastDay));
  return moment;
}

/** The period with a number, counted from the anchor; 0 is the one that begins at it. */
export function periodOf(anchor: Date, cycle: BillingCycle, index: number): Period {
  const length = MONTHS[cycle];
  return { start: monthsAfter(anchor, index * length), end: monthsAfter(anchor, (index + 1) * length) };
}

/** The period that a moment lies in; every moment from the anchor on lies in exactly one. Throws RangeError before the anchor. */
export function periodAt(anchor: Date, cycle: BillingCycle, at: Date): Period & { index: number } {
  if (at < anchor) throw new RangeError('no period begins before its anchor');
  const months =
    (at.getUTCFullYear() - anchor.getUTCFullYear()) * 12 + at.getUTCMonth() - anchor.getUTCMonth();
  let index = Math.floor(months / MONTHS[cycle]);
  if (periodOf(anchor, cycle, index).start > at) index -= 1;
  return { index, ...periodOf(anchor, cycle, index) };
}

/** Seconds of a period, and those that are left of it from a moment on. Throws RangeError when the moment lies outside. */
export function secondsOf({ start, end }: Period, at: Date): { total: number; left: number } {
  if (at < start || at > end) throw new RangeError('the moment lies outside of the period');
  return { total: seconds(end) - seconds(start), left: seconds(end) - seconds(at) };
}

// Providers count whole seconds; a fraction belongs to the second it lies in.
function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
