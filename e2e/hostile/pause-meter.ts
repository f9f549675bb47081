const EVERY_MS = 5;

export type PauseMeter = {
  /** The longest pause since the last call, in milliseconds. */
  take(): number;
  stop(): void;
};

/**
 * Measures how long this process does not come back to its event loop, every 5 ms. A gap in which its own thread hardly
 * ran is the machine's, busy with others, and is not counted: what is asked is whether a plugin can hold this process.
 */
export function startPauseMeter(): PauseMeter {
  let worst = 0;
  let last = performance.now();
  let lastCpu = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const { user, system } = process.threadCpuUsage(lastCpu);
    const gap = now - last - EVERY_MS;
    const ownMs = (user + system) / 1000;
    if (ownMs > gap / 2) worst = Math.max(worst, gap);
    last = now;
    lastCpu = process.threadCpuUsage();
  }, EVERY_MS);
  return {
    take() {
      const pause = worst;
      worst = 0;
      return pause;
    },
    stop: () => clearInterval(timer),
  };
}
