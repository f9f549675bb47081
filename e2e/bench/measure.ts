/** Times in milliseconds, summed up. */
export type Summary = { count: number; p50: number; p95: number; worst: number };

/** The value below which a share of the times lies, by the nearest rank. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

/** Median, 95th percentile and worst of some times. */
export function summarize(times: readonly number[]): Summary {
  return {
    count: times.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    worst: percentile(times, 1),
  };
}

/**
 * Starts work at a fixed rate for some seconds, whether or not earlier work is done (an open loop: a closed one would
 * slow down with the server and hide the queue), and times each from when it should have begun.
 */
export async function openLoop(
  perSecond: number,
  seconds: number,
  work: (index: number) => Promise<void>,
): Promise<number[]> {
  const begun = performance.now();
  const total = Math.round(perSecond * seconds);
  const times = await Promise.all(
    Array.from({ length: total }, async (_, index) => {
      const due = begun + (index * 1000) / perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      await work(index);
      return performance.now() - due;
    }),
  );
  return times;
}
