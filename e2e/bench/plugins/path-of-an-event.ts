import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Engine, isolatedVmEngine } from '../../../core/sandbox/index.ts';
import { type Summary, summarize } from '../measure.ts';
import { ASKING_HANDLER, HANDLER, openCage, pause } from './cage.ts';

const ROUNDS = 600;
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export type PathResult = { bare: Summary; empty: Summary; path: Summary; asking: Summary };

/**
 * One event after the other, each with its baselines beside it: a bare isolate with a context, the way to a worker and
 * back with nothing run, the whole path, and the whole path with one question to the host.
 */
export async function pathOfAnEvent(): Promise<PathResult> {
  const bare = await openBareIsolate();
  const echo = await openCage({ engine: echoEngine(), spares: 1 });
  const cage = await openCage();
  const times = { bare: [], empty: [], path: [], asking: [] } as Record<keyof PathResult, number[]>;
  const timed = async (name: keyof PathResult, work: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await work();
    times[name].push(performance.now() - begun);
    // Events do not come one on the heels of the other; what a worker does between calls is done.
    await pause(3);
  };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      times.bare.push(await bare.measure());
      await timed('empty', () => echo.call(HANDLER));
      await timed('path', () => cage.call(HANDLER));
      await timed('asking', () => cage.call(ASKING_HANDLER));
    }
  } finally {
    bare.close();
    await Promise.all([echo.close(), cage.close()]);
  }
  // The first calls bring the bundle and warm this process up.
  const settled = (name: keyof PathResult): Summary => summarize(times[name].slice(20));
  return { bare: settled('bare'), empty: settled('empty'), path: settled('path'), asking: settled('asking') };
}

async function openBareIsolate() {
  const [addonPath = ''] = isolatedVmEngine().readableFiles;
  const child = spawn(
    process.execPath,
    ['--jitless', '--no-node-snapshot', here('./bare-isolate.mjs'), addonPath],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout });
  return {
    async measure(): Promise<number> {
      const line = once(lines, 'line');
      child.stdin.write('\n');
      return Number((await line)[0]);
    },
    close: () => void child.kill('SIGKILL'),
  };
}

function echoEngine(): Engine {
  return {
    name: 'echo',
    version: '1',
    fences: [],
    readableFiles: [],
    command: () => [process.execPath, '--jitless', here('./echo-worker.mjs')],
  };
}
