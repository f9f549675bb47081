import { Cron } from 'croner';

/**
 * The moments of a five-field cron expression by the clock on a school's wall. An hour that the clock skips runs once,
 * right after it; an hour that comes twice runs at its first time only.
 */
export function nextSlot(cron: string, timeZone: string, after: Date): Date | undefined {
  return timesOf(cron, timeZone).nextRun(after) ?? undefined;
}

/**
 * The latest moment at or before `now`, how many moments from `first` to it were missed, `first` included, and the one after
 * now. Nearly always nothing was missed, and then one question to the calendar answers all three.
 */
export function latestSlot(
  cron: string,
  timeZone: string,
  range: { first: Date; now: Date },
): { slot: Date; missed: number; next: Date | null } {
  const times = timesOf(cron, timeZone);
  const following = times.nextRun(range.first);
  if (following === null || following > range.now) return { slot: range.first, missed: 0, next: following };
  // One second on: croner counts in whole seconds, and a moment is not before itself.
  const [slot] = times.previousRuns(1, new Date(range.now.getTime() + 1_000));
  const next = times.nextRun(range.now);
  if (slot === undefined || slot <= range.first) return { slot: range.first, missed: 0, next };
  const between = times.nextRuns(MOST_COUNTED, range.first).filter((time) => time < slot).length;
  return { slot, missed: between + 1, next };
}

// Four days of quarters; a longer pause needs no exact number.
const MOST_COUNTED = 400;

function timesOf(cron: string, timeZone: string): Cron {
  return new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' });
}
