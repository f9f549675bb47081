const DAY_MS = 86_400_000;

export type Course = {
  used: number;
  limit: number;
  /** The month: from, and its end, which is no longer part of it. */
  from: Date;
  to: Date;
  now: Date;
};

/**
 * When a limit is reached if the rest of the month goes as the month so far: a straight line, no more. Undefined when that is
 * not in this month, is reached already, or less than a day has passed, from which nothing can be told.
 */
export function forecast({ used, limit, from, to, now }: Course): Date | undefined {
  const elapsed = now.getTime() - from.getTime();
  if (elapsed < DAY_MS || used <= 0 || used >= limit) return undefined;
  const reached = new Date(from.getTime() + (elapsed * limit) / used);
  return reached < to ? reached : undefined;
}
