/** One pupil's results as shares of the maximum (0.75 is 75 %), by assessment; what does not count is not among them. */
export type PupilShares = ReadonlyMap<string, number>;

export type AssessmentStatistics = {
  assessmentId: string;
  count: number;
  mean?: number;
  median?: number;
  lowest?: number;
  highest?: number;
  standardDeviation?: number;
  /** Ten steps of ten percent; 100 % and extra credit are in the last. */
  histogram: number[];
  /**
   * How well it tells strong pupils from weak ones: the correlation of its results with the pupil's average of all other
   * assessments, from -1 to 1. None with fewer than five pupils or where nothing varies.
   */
  discrimination?: number;
};

const STEPS = 10;
const FEWEST = 5;

/**
 * Distribution of each assessment over the pupils of a class. Its mean is also its difficulty: the share of the marks that
 * was reached. Shares as plain numbers: statistics are looked at, not published.
 */
export function analyse(
  assessmentIds: readonly string[],
  pupils: readonly PupilShares[],
): AssessmentStatistics[] {
  return assessmentIds.map((assessmentId) => {
    const values = pupils.flatMap((shares) => shares.get(assessmentId) ?? []);
    return { assessmentId, ...describeShares(values), ...discrimination(assessmentId, pupils) };
  });
}

/** The distribution of some shares. */
export function describeShares(
  values: readonly number[],
): Omit<AssessmentStatistics, 'assessmentId' | 'discrimination'> {
  const histogram = Array.from({ length: STEPS }, () => 0);
  for (const value of values) {
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(value * STEPS + 1e-9)));
    histogram[step] = (histogram[step] ?? 0) + 1;
  }
  if (values.length === 0) return { count: 0, histogram };
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  const mean = average(values);
  return {
    count: values.length,
    mean,
    median: sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2,
    lowest: sorted[0] ?? 0,
    highest: sorted.at(-1) ?? 0,
    standardDeviation: Math.sqrt(average(values.map((value) => (value - mean) ** 2))),
    histogram,
  };
}

function discrimination(id: string, pupils: readonly PupilShares[]): { discrimination?: number } {
  const pairs = pupils.flatMap((shares) => {
    const own = shares.get(id);
    const others = [...shares].flatMap(([other, value]) => (other === id ? [] : [value]));
    return own === undefined || others.length === 0 ? [] : [[own, average(others)] as const];
  });
  if (pairs.length < FEWEST) return {};
  const [meanOwn, meanRest] = [average(pairs.map(([own]) => own)), average(pairs.map(([, rest]) => rest))];
  const spread = (values: number[]) => Math.sqrt(values.reduce((total, value) => total + value * value, 0));
  const own = pairs.map(([value]) => value - meanOwn);
  const rest = pairs.map(([, value]) => value - meanRest);
  const both = spread(own) * spread(rest);
  if (both < 1e-12) return {};
  return {
    discrimination: own.reduce((total, value, index) => total + value * (rest[index] ?? 0), 0) / both,
  };
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
