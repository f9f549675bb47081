import { type ChildProcess, spawn } from 'node:child_process';
import { stopChild } from '../embedded/child-process.ts';

const QUICK_DEATH_MS = 5000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps one process of this program running: started again when it dies, after a pause that grows while it dies
 * quickly. It is told our process id, so that it ends by itself should we be killed.
 */
export function superviseProcess(name: string, args: string[]): { stop: () => Promise<void> } {
  let child: ChildProcess | undefined;
  let stopped = false;
  let pause = 500;
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    const started = Date.now();
    child = spawn(process.execPath, args, {
      stdio: 'inherit',
      // Not in the terminal's foreground group: Ctrl-C reaches us alone, and we stop the processes in order.
      detached: true,
      env: { ...process.env, DAFTAR_PARENT_PID: String(process.pid) },
    });
    child.once('exit', (code, signal) => {
      if (stopped) return;
      pause = Date.now() - started < QUICK_DEATH_MS ? Math.min(pause * 2, LONGEST_PAUSE_MS) : 500;
      console.error(
        `The ${name} process ended (${signal ?? `code ${code}`}); it starts again in ${pause / 1000} s.`,
      );
      timer = setTimeout(run, pause);
    });
  };
  run();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      if (child) await stopChild(child, 10_000);
    },
  };
}

/** Ends this process when the one that supervises it is gone, so that no orphan holds the port. */
export function endWithParent(): void {
  const parent = Number(process.env.DAFTAR_PARENT_PID);
  if (!parent) return;
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(1);
    }
  }, 1000).unref();
}
