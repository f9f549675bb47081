import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { StartError } from './start-error.ts';

export type Service = { url: string; detail: Record<string, unknown>; stop: () => Promise<void> };

/**
 * Starts a helper program that prints one JSON line `{"ready":true,"url":...}` when it serves, and stops it
 * with the parent. `name` is for the sentence when it does not come up.
 */
export function startService(name: string, script: string, args: string[]): Promise<Service> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, ...args, '--parent-pid', String(process.pid)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Not in the terminal's foreground group: Ctrl-C reaches Daftar alone, which stops its helpers in order.
      detached: true,
    },
  );
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new StartError(`The ${name} did not start: ${reason}.`));
    const timer = setTimeout(() => fail('no answer within 20 seconds'), 20_000);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`it ended with code ${code}`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{"ready":true')) return;
      clearTimeout(timer);
      const detail = JSON.parse(line) as Record<string, unknown>;
      resolve({ url: String(detail.url), detail, stop: () => stopChild(child) });
    });
  });
}

/** Asks a child process to end and kills it after five seconds. */
export function stopChild(child: ChildProcess, graceMs = 5000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
