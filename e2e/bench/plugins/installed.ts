import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openCage } from './cage.ts';

const PLUGINS = 4;
const SPARES = 2;
/** A minute of idleness and the quarter of one between two looks, with some room. */
const IDLE_SECONDS = 95;
const SCHOOLS = [1, 100, 1_000];

export type InstalledResult = {
  schools: number;
  installs: number;
  /** Processes and megabytes more than with nothing installed; the spare workers are in the baseline. */
  processes: number;
  heapMb: number;
  workersMb: number;
};

/** What installs cost that ran once and are idle now: live memory of this process, and its workers' with their number. */
export async function installed(): Promise<InstalledResult[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const results: InstalledResult[] = [];
  for (const schools of SCHOOLS) {
    const cage = await openCage();
    const workers = () => cage.supervisor.status().workers.pids;
    const measure = async () => {
      await untilIdle(workers);
      collect();
      await new Promise((resolve) => setTimeout(resolve, 50));
      collect();
      return {
        heap: process.memoryUsage().heapUsed / 2 ** 20,
        processes: childProcesses(),
        workersMb: Math.max(...workers().map(residentMb)),
      };
    };
    // The house opens as many workers as work asks for, whoever asks; what installs add to that is asked here.
    for (let call = 0; call < 40; call += 1) {
      await cage.call(codeOf(0), { tenantId: `warm-${call}`, installId: `warm-${call}` });
    }
    await cage.supervisor.warm();
    const before = await measure();
    for (let school = 0; school < schools; school += 1) {
      for (let plugin = 0; plugin < PLUGINS; plugin += 1) {
        await cage.call(codeOf(plugin), {
          tenantId: `school-${school}`,
          installId: `school-${school}-${plugin}`,
          pluginId: `bench.plugin.p${plugin}`,
        });
      }
    }
    await cage.supervisor.warm();
    const after = await measure();
    results.push({
      schools,
      installs: schools * PLUGINS,
      processes: after.processes - before.processes,
      heapMb: after.heap - before.heap,
      workersMb: after.workersMb - before.workersMb,
    });
    await cage.close();
  }
  return results;
}

/** Waits until the workers that the calls made start are gone: one beyond the spares ends after a minute without work. */
async function untilIdle(workers: () => number[]): Promise<void> {
  const deadline = Date.now() + IDLE_SECONDS * 1000;
  while (workers().length > SPARES && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 500));
}

/** A bundle of the size of a real add-on. */
function codeOf(plugin: number): string {
  return `/* ${'x'.repeat(20_000)} */ var __daftar = { handle: async () => ${plugin} };`;
}

function childProcesses(): number {
  return readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
    } catch {
      return false;
    }
  }).length;
}

function residentMb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
