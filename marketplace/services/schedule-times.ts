import { Cron } from 'croner';

/**
 * The moments of a five-field cron expression by the clock on a school's wall. An hour that the clock skips runs once,
 * right after it; an hour that comes twice runs at its first time only.
 */
export function nextSlot(cron: string, timeZone: string, after: Date): Date | undefined {
  return timesOf(cron, timeZone).nextRun(after) ?? undefined;
}

/** The latest moment at or before `now`, and how many moments from `first` to it were missed, `first` included. */
export function latestSlot(
  cron: string,
  timeZone: string,
  range: { first: Date; now: Date },
): { slot: Date; missed: number } {
  const times = timesOf(cron, timeZone);
  // One second on: croner counts in whole seconds, and a moment is not before itself.
  const [slot] = times.previousRuns(1, new Date(range.now.getTime() + 1_000));
  if (slot === undefined || slot <= range.first) return { slot: range.first, missed: 0 };
  const between = times.nextRuns(MOST_COUNTED, range.first).filter((time) => time < slot).length;
  return { slot, missed: between + 1 };
}

// Four days of quarters; a longer pause needs no exact number.
const MOST_COUNTED = 400;

function timesOf(cron: string, timeZone: string): Cron {
  return new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' });
}
