/** How far a release goes before it is looked at: percent of the installs, and how long each ring is watched. */
export const RINGS = [
  { percent: 1, watchMinutes: 60 },
  { percent: 10, watchMinutes: 4 * 60 },
  { percent: 50, watchMinutes: 12 * 60 },
  { percent: 100, watchMinutes: 24 * 60 },
] as const;

/** Below this many calls of the new version nothing is judged. */
export const MIN_CALLS = 20;
/** A ring without enough calls waits this many times its watch, and then goes on: an add-on may be quiet. */
const QUIET_FACTOR = 4;

/** How many of `installs` are in a ring: never none, so that even one school comes before all others. */
export function ringSize(ring: number, installs: number): number {
  const percent = RINGS[ring]?.percent ?? 100;
  return Math.min(installs, Math.ceil((installs * percent) / 100));
}

/** Counted over the receipts of one version. Calls that the host did not run are in none of these. */
export type VersionFigures = { calls: number; errors: number; timeouts: number; cpuMs: number };

/** What the new version may do, from what the version before does: shares of calls, and milliseconds a call. */
export type Bands = { errors: number; timeouts: number; cpuMs: number | undefined };

/**
 * The bands around the version before: twice its share of failed calls and of timeouts, but never under 2 % and 1 %, and
 * twice its CPU time a call, but never under 10 ms more. Without enough calls of the version before there is nothing to
 * compare CPU time with, and the floors stand for the shares.
 */
export function bandsAround(before: VersionFigures): Bands {
  const isKnown = before.calls >= MIN_CALLS;
  const share = (count: number) => (isKnown ? count / before.calls : 0);
  const cpu = isKnown ? before.cpuMs / before.calls : undefined;
  return {
    errors: Math.max(0.02, 2 * share(before.errors)),
    timeouts: Math.max(0.01, 2 * share(before.timeouts)),
    cpuMs: cpu === undefined ? undefined : Math.max(2 * cpu, cpu + 10),
  };
}

export type Verdict =
  | { kind: 'leaves'; band: 'errors' | 'timeouts' | 'cpu'; found: number; limit: number }
  | { kind: 'good' }
  /** Too few calls to say. */
  | { kind: 'unknown' };

/**
 * Whether a version stays within its bands. A share leaves its band when even the lower end of its 95 % interval (Wilson)
 * is above it: one failed call of twenty is chance, four are not.
 */
export function judge(now: VersionFigures, bands: Bands): Verdict {
  if (now.calls < MIN_CALLS) return { kind: 'unknown' };
  const share = (band: 'errors' | 'timeouts', count: number): Verdict | undefined =>
    lowerEnd(count, now.calls) > bands[band]
      ? { kind: 'leaves', band, found: count / now.calls, limit: bands[band] }
      : undefined;
  const cpu = now.cpuMs / now.calls;
  return (
    share('timeouts', now.timeouts) ??
    share('errors', now.errors) ??
    (bands.cpuMs !== undefined && cpu > bands.cpuMs
      ? { kind: 'leaves', band: 'cpu', found: cpu, limit: bands.cpuMs }
      : { kind: 'good' })
  );
}

/** Whether a ring has been watched long enough to go on. */
export function isWatched(ring: { ring: number; startedAt: Date }, verdict: Verdict, now: Date): boolean {
  const watch = (RINGS[ring.ring]?.watchMinutes ?? 0) * 60_000;
  const passed = now.getTime() - ring.startedAt.getTime();
  return passed >= (verdict.kind === 'good' ? watch : watch * QUIET_FACTOR);
}

function lowerEnd(count: number, calls: number): number {
  const z = 1.96;
  const share = count / calls;
  const centre = share + (z * z) / (2 * calls);
  const spread = z * Math.sqrt((share * (1 - share)) / calls + (z * z) / (4 * calls * calls));
  return (centre - spread) / (1 + (z * z) / calls);
}
