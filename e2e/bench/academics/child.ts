import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import flags from '../../../core/server/node-flags.json' with { type: 'json' };

const ROOT = path.join(import.meta.dirname, '../../..');

export type Child = {
  pid: number /** What it printed after "ready". */;
  detail: string;
  stop: () => Promise<void>;
};

/** Starts a script of this folder and waits for its line "ready …". */
export async function startChild(
  script: string,
  environment: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<Child> {
  const child = spawn(
    process.execPath,
    [...flags.always, ...flags.serving, path.join(import.meta.dirname, script), ...args],
    {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const detail = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /^ready ?(.*)$/m.exec(output);
      if (ready) resolve(ready[1] ?? '');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}:\n${output.slice(-3000)}`)));
  });
  return { pid: child.pid ?? 0, detail, stop: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await end;
  clearTimeout(timer);
}
