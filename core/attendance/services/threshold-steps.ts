import type { MarkStatus } from './day-rule.ts';

/** What a rule set counts. */
export type Measure = 'unexcused_days' | 'absent_days' | 'lates' | 'attendance_percent';

/** A rule set: what is counted, and how many lates make one day of absence. */
export type ThresholdRule = {
  measure: Measure;
  /** So many lates without excuse count as one day; 0: lates count nothing. */
  latesPerDay: number;
  /** A percentage is judged only after so many recorded days. */
  minDays: number;
};

/** A step: the count from which it is reached, or the percentage below which it is. */
export type Step = { id: string; at: number };

/** One recorded day of a pupil, in the order of dates. */
export type CountedDay = { date: string; status: MarkStatus; excused: boolean };

/** A step that a pupil has reached: on which day, and the number as it stands now. */
export type ReachedStep = { step: string; on: string; count: number };

/**
 * The steps a pupil has reached by these days, which are in the order of dates, each on the first day it was. Who comes
 * back above a percentage later has reached it all the same; who was never below it, as the days now stand, has not.
 */
export function reachedSteps(
  rule: ThresholdRule,
  steps: readonly Step[],
  days: readonly CountedDay[],
): ReachedStep[] {
  const since = new Map<string, string>();
  let count = 0;
  const tally: Tally = { recorded: 0, attended: 0, days: 0, lates: 0 };
  for (const day of days) {
    addDay(tally, day, rule);
    count = countOf(tally, rule);
    for (const { id, at } of steps) {
      if (!since.has(id) && isReached(rule, count, at, tally)) since.set(id, day.date);
    }
  }
  return steps.flatMap(({ id }) => {
    const on = since.get(id);
    return on === undefined ? [] : [{ step: id, on, count }];
  });
}

type Tally = { recorded: number; attended: number; days: number; lates: number };

function addDay(tally: Tally, { status, excused }: CountedDay, { measure }: ThresholdRule): void {
  tally.recorded += 1;
  if (status !== 'absent') tally.attended += 1;
  if (status === 'absent' && (measure === 'absent_days' || !excused)) tally.days += 1;
  if (status === 'late' && !excused) tally.lates += 1;
}

function countOf(
  { recorded, attended, days, lates }: Tally,
  { measure, latesPerDay }: ThresholdRule,
): number {
  if (measure === 'attendance_percent') return Math.floor((attended * 10_000) / recorded) / 100;
  if (measure === 'lates') return lates;
  return days + (latesPerDay > 0 ? Math.floor(lates / latesPerDay) : 0);
}

function isReached(
  { measure, minDays }: ThresholdRule,
  count: number,
  at: number,
  { recorded }: Tally,
): boolean {
  return measure === 'attendance_percent' ? recorded >= minDays && count < at : count >= at;
}
