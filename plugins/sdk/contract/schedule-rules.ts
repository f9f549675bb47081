import { Cron } from 'croner';

/** Schedules may run at most this often. */
export const SHORTEST_INTERVAL_MINUTES = 15;

/** What is wrong with a cron expression and how to change it; undefined for a good one. */
export function cronProblem(cron: string): string | undefined {
  try {
    if (timesOf(cron).nextRun(START) === null) return `"${cron}" names no moment that ever comes.`;
    // Within an hour only the field of the minutes decides; the days and hours of the rest only thin it out.
    const [minutes = '*'] = cron.split(' ');
    const times = timesOf(`${minutes} * * * *`).nextRuns(61, START);
    const gaps = times.slice(1).map((time, index) => time.getTime() - (times[index]?.getTime() ?? 0));
    if (Math.min(...gaps) < SHORTEST_INTERVAL_MINUTES * 60_000)
      return `"${cron}" runs more often than every ${SHORTEST_INTERVAL_MINUTES} minutes; write */15 or name fewer minutes.`;
    return undefined;
  } catch (error) {
    return `"${cron}" is not a schedule: ${error instanceof Error ? error.message : 'it cannot be read'}`;
  }
}

// Any fixed moment will do, in a zone without summer time.
const START = new Date('2026-01-01T00:00:00Z');

function timesOf(cron: string): Cron {
  return new Cron(cron, { timezone: 'UTC', paused: true, mode: '5-part' });
}
