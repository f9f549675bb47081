import type { Logger } from '../../observability/index.ts';

/** Work that is due by the clock. It must bear running in several processes at once. */
export type ClockJob = { name: string; everySeconds: number; run: () => Promise<unknown> };

/**
 * Runs each job soon after the start and then again and again, never twice at once in this process; a failure is logged and
 * the next time is another chance. `stop` waits for what runs.
 */
export function startClock(jobs: ClockJob[], logger: Logger): { stop: () => Promise<void> } {
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const schedule = (job: ClockJob, seconds: number) => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      const work = Promise.resolve()
        .then(job.run)
        .then(
          () => undefined,
          (err: unknown) => logger.error({ err, job: job.name, msg: 'work by the clock failed' }),
        )
        .finally(() => {
          running.delete(work);
          schedule(job, job.everySeconds);
        });
      running.add(work);
    }, seconds * 1000);
    timers.add(timer);
  };
  for (const job of jobs) schedule(job, 1);
  return {
    stop: async () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
