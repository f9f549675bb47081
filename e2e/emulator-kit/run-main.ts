/** What a started emulator gives back to its executable entry. */
export type RunningEmulator = { ready: Record<string, string | number>; close: () => Promise<void> };

/**
 * Starts an emulator as a process: prints one JSON line {"ready":true,...} when it can be used, stops cleanly at
 * SIGTERM and SIGINT, and stops by itself when the parent process is gone. A failed start ends with code 1.
 */
export async function runMain(
  start: () => Promise<RunningEmulator>,
  parentPid: number | undefined,
): Promise<void> {
  let running: RunningEmulator;
  try {
    running = await start();
  } catch (error) {
    console.error('The emulator could not start:', error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return;
  }
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    running.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (parentPid !== undefined) watchParent(parentPid, stop);
  process.stdout.write(`${JSON.stringify({ ready: true, ...running.ready })}\n`);
}

/** Calls `onGone` once when the process is no longer there; looks every second. Returns a function that stops it. */
export function watchParent(pid: number, onGone: () => void, intervalMs = 1000): () => void {
  const timer = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means the process is there but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Reads a whole number from a command line flag. Throws a sentence that names the flag when it is not one. */
export function readIntegerFlag(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${name} needs a whole number, not "${text}".`);
  return Number(text);
}
