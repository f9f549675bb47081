import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  createSupervisor,
  type HostCall,
  LIMITS,
  type LimitClass,
  type SandboxCall,
  type SandboxOutcome,
  type Supervisor,
} from '../../core/sandbox/index.ts';
import { bundleOf } from './bundle.ts';
import { startPauseMeter } from './pause-meter.ts';
import type { BundleCase, CaseResult, HostileCase } from './types.ts';

const SAMPLE_MS = 5;
const VICTIM = bundleOf(
  "return [request.input.a + 1, JSON.parse(await __call('x.y', '{\"b\":2}')).value.b];",
);

const echo: HostCall = async (_capability, args) => ({ ok: true, value: args });

/** Where hostile plugins perform: one cage as the product has it, with everything about it measured. */
export type Stage = {
  supervisor: Supervisor;
  /** One call in the interactive class, of an install of its own unless told otherwise. */
  run(code: string, call?: Partial<SandboxCall>, host?: HostCall): Promise<SandboxOutcome>;
  codeOf(outcome: SandboxOutcome): string;
  /** Runs a case beside a victim's call and answers what it cost. Throws when a promise was broken. */
  perform(group: string, test: HostileCase): Promise<CaseResult>;
  /** Resolves when no call runs and no worker starts. */
  quiet(): Promise<void>;
  /** Bytes of live objects of this process. */
  ownMemory(): number;
  /** Resident memory of all workers together. */
  workerMemoryMb(): number;
  /** Ends the cage; answers processes that outlived it. */
  close(): Promise<number[]>;
};

export function openStage(): Stage {
  const supervisor = createSupervisor({ onWorkerEnd: ({ pid, peakMb }) => seen(pid, peakMb) });
  const meter = startPauseMeter();
  const everSeen = new Set<number>();
  /** By process: its wall, as the kernel has it, and its largest resident memory so far. */
  const peaks = new Map<number, { wallMb: number; peakMb: number }>();
  let count = 0;

  const seen = (pid: number, peakMb: number | undefined): void => {
    everSeen.add(pid);
    const known = peaks.get(pid);
    // A process that has just begun has no wall yet: it is still the command that raises it.
    const wallMb = known !== undefined && Number.isFinite(known.wallMb) ? known.wallMb : wallOf(pid);
    peaks.set(pid, { wallMb, peakMb: Math.max(known?.peakMb ?? 0, peakMb ?? 0) });
  };
  const sample = (): void => {
    for (const pid of supervisor.status().workers.pids) seen(pid, statusOf(pid, 'VmHWM'));
  };
  const sampler = setInterval(sample, SAMPLE_MS);

  const run: Stage['run'] = (code, overrides = {}, host = echo) => {
    count += 1;
    return supervisor.run(
      {
        callId: `call-${count}`,
        tenantId: 'tenant-a',
        installId: `install-${count}`,
        pluginId: `hostile.plugin.p${count}`,
        version: '1.0.0',
        bundle: { code, sha256: hash('sha256', code) },
        entry: { kind: 'event', name: 'test' },
        input: null,
        settings: {},
        facts: {},
        limitClass: 'interactive',
        now: Date.UTC(2026, 10, 22, 7, 30),
        seed: 7,
        ...overrides,
      },
      host,
    );
  };
  const codeOf = (outcome: SandboxOutcome): string => (outcome.ok ? 'ok' : outcome.code);

  const perform: Stage['perform'] = async (group, test) => {
    await quiet();
    peaks.clear();
    for (const pid of supervisor.status().workers.pids) forgetPeak(pid);
    meter.take();
    const begun = performance.now();
    const performance_ = 'code' in test ? runBundle(test) : test.run(stage);
    const [code, victimMs] = await Promise.all([performance_, runVictim()]);
    const wallMs = performance.now() - begun;
    sample();
    const pauseMs = meter.take();

    const peak = (limitClass: LimitClass) =>
      Math.max(
        ...[...peaks.values()]
          .filter(({ wallMb }) => wallMb === LIMITS[limitClass].workerDataMb)
          .map(({ peakMb }) => peakMb),
      );
    for (const [pid, { wallMb, peakMb }] of peaks) {
      if (peakMb > wallMb) throw new Error(`Worker ${pid} took ${peakMb.toFixed(0)} MB of ${wallMb}.`);
    }
    const peakMb = test.limitClass === 'none' ? undefined : peak(test.limitClass);
    return {
      group,
      name: test.name,
      limitClass: test.limitClass,
      expected: test.expected,
      code,
      peakMb: peakMb !== undefined && Number.isFinite(peakMb) ? peakMb : undefined,
      wallMs,
      pauseMs,
      victimMs,
    };
  };

  const runBundle = async (test: BundleCase): Promise<string> => {
    const { limitClass, input = null } = test;
    const outcome = await run(test.code, { limitClass, input }, test.host);
    if (/node_modules|file:\/\/\/work|core\/sandbox|\.mjs|cage\.js/.test(JSON.stringify(outcome))) {
      throw new Error('The outcome names a path of the host.');
    }
    test.check?.(outcome);
    return codeOf(outcome);
  };

  /** Another school's call, made while the hostile one runs. Answers the milliseconds it took on its worker. */
  const runVictim = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    const outcome = await run(VICTIM, { tenantId: 'tenant-victim', input: { a: 1 } });
    if (!outcome.ok || JSON.stringify(outcome.result) !== '[2,2]') {
      throw new Error(`The victim was answered ${JSON.stringify(outcome)}.`);
    }
    return outcome.usage.wallMs;
  };

  const quiet = async (): Promise<void> => {
    for (;;) {
      const { busy, starting } = supervisor.status().workers;
      if (busy === 0 && starting === 0) break;
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  };

  const stage: Stage = {
    supervisor,
    run,
    codeOf,
    perform,
    quiet,
    ownMemory() {
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    },
    workerMemoryMb: () =>
      supervisor.status().workers.pids.reduce((sum, pid) => sum + (statusOf(pid, 'VmRSS') ?? 0), 0),
    async close() {
      sample();
      clearInterval(sampler);
      meter.stop();
      await supervisor.close();
      return [...everSeen].filter((pid) => statusOf(pid, 'VmRSS') !== undefined);
    },
  };
  return stage;
}

function statusOf(pid: number, field: string): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** The memory wall that the kernel holds a worker to, in megabytes. */
function wallOf(pid: number): number {
  try {
    const bytes = /^Max data size\s+(\d+)\s/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1];
    return bytes === undefined ? Number.POSITIVE_INFINITY : Number(bytes) / 1024 / 1024;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Lets the kernel count the peak anew, where it allows that; else an earlier case's peak counts, which is no less. */
function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not allowed here.
  }
}
