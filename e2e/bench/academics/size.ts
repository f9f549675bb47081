/** How much is seeded and how long is measured. */
export type BenchSize = {
  name: 'full' | 'quick';
  schools: number;
  students: number;
  years: number;
  attendanceDays: number;
  /** Rounds of each pair, every side once a round. */
  rounds: number;
  /** Seconds of one side in one round, and before the first. */
  seconds: number;
  warmUpSeconds: number;
  /** Mixed requests between the two looks at the memory. */
  memoryRequests: [first: number, then: number];
};

const FULL: BenchSize = {
  ...{ name: 'full', schools: 20, students: 2_500, years: 3, attendanceDays: 20 },
  ...{ rounds: 5, seconds: 5, warmUpSeconds: 5, memoryRequests: [1_000, 100_000] },
};
/** To see in minutes that everything runs; its figures prove nothing about size. */
const QUICK: BenchSize = {
  ...{ name: 'quick', schools: 3, students: 120, years: 2, attendanceDays: 5 },
  ...{ rounds: 3, seconds: 1, warmUpSeconds: 1, memoryRequests: [300, 3_000] },
};

/** BENCH_SIZE=quick for a proof; the full size otherwise. */
export function benchSize(): BenchSize {
  return process.env.BENCH_SIZE === 'quick' ? QUICK : FULL;
}
