const FIRST_SECONDS = 5;
const MOST_SECONDS = 3_600;

/** When the next attempt is due after this many: 5 s, doubled each time, at most an hour. */
export function nextAttempt(now: Date, attempts: number): Date {
  const seconds = Math.min(MOST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, attempts - 1));
  return new Date(now.getTime() + seconds * 1000);
}
