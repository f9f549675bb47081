export type Interval = 'day' | 'week' | 'month' | 'year';
export type Cadence = { interval: string; interval_count: number };

/** Half-open: [start, end) in unix seconds. */
export type Period = { start: number; end: number };

const secondsIn: Record<string, number> = { day: 86_400, week: 604_800, month: 2_629_746, year: 31_556_952 };

/**
 * The anchor moved by `count` cadences, in UTC. Months and years keep the anchor's day and fall back to the last
 * day of a shorter month, so 01-31 gives 02-28 and then 03-31 again.
 */
export function moveAnchor(anchor: number, cadence: Cadence, count: number): number {
  const steps = cadence.interval_count * count;
  if (cadence.interval === 'day' || cadence.interval === 'week') {
    return anchor + steps * (secondsIn[cadence.interval] ?? 0);
  }
  const from = new Date(anchor * 1000);
  const months = from.getUTCMonth() + steps * (cadence.interval === 'year' ? 12 : 1);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const moved = Date.UTC(
    from.getUTCFullYear(),
    months,
    Math.min(from.getUTCDate(), lastDay),
    from.getUTCHours(),
    from.getUTCMinutes(),
    from.getUTCSeconds(),
  );
  return Math.floor(moved / 1000);
}

/** The period of this cadence that holds the moment. Works for moments before the anchor as well. */
export function periodAt(anchor: number, cadence: Cadence, moment: number): Period {
  const length = (secondsIn[cadence.interval] ?? secondsIn.day ?? 86_400) * cadence.interval_count;
  let count = Math.floor((moment - anchor) / length);
  while (moveAnchor(anchor, cadence, count) > moment) count -= 1;
  while (moveAnchor(anchor, cadence, count + 1) <= moment) count += 1;
  return { start: moveAnchor(anchor, cadence, count), end: moveAnchor(anchor, cadence, count + 1) };
}

/** Whether two cadences have the same length. */
export function isSameCadence(first: Cadence, second: Cadence): boolean {
  return first.interval === second.interval && first.interval_count === second.interval_count;
}
