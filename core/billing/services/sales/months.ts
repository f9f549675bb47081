/** The first instant of a month of UTC that lies so many months before the one of `now`; 0 is the running one. */
export function monthStart(now: Date, back: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
}

/** The whole months before the one of `now`, oldest first, as `2026-01`. */
export function monthsBefore(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    monthStart(now, count - index)
      .toISOString()
      .slice(0, 7),
  );
}
