import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { getPriority, setPriority } from 'node:os';
import type { Engine } from './engine.ts';
import type { FencePlan } from './fences.ts';
import { LIMITS, MAX_FRAME_BYTES, maxWorkerFrameBytes, WORKER_START_MS } from './limits.ts';
import type { SupervisorMessage, WorkerMessage } from './messages.ts';
import { readWorkerMessage } from './messages.ts';
import { peakMemoryMb } from './peak-memory.ts';
import type { LimitClass, WorkerEnd } from './types.ts';

/** Kept of what a dying worker writes to stderr: enough to tell out-of-memory from a crash. */
const STDERR_TAIL = 8_192;

export type WorkerListener = { onMessage(message: WorkerMessage): void; onExit(exit: WorkerExit): void };
export type WorkerExit = { isOutOfMemory: boolean; detail: string };

export type WorkerProcess = {
  readonly limitClass: LimitClass;
  readonly pid: number | undefined;
  /** The tenant it served last; it serves that tenant again if it can. */
  tenantId: string | undefined;
  calls: number;
  idleSince: number;
  isAlive: boolean;
  /** Hashes of the bundles that the process holds, oldest first. */
  readonly bundles: string[];
  send(message: SupervisorMessage): void;
  /** Sets who hears messages and the exit while a call runs. */
  listen(listener: WorkerListener | undefined): void;
  /** SIGKILL: an isolate that broke its limits cannot be asked to leave. */
  kill(): void;
};

/**
 * Starts one worker behind every fence this machine allows. `onReady` follows when it can take a call; `onGone`
 * follows exactly once when the process has ended, for whatever reason.
 */
export function startWorker(options: {
  limitClass: LimitClass;
  workerNumber: number;
  engine: Engine;
  fences: FencePlan;
  /** Called at most once, before the process is killed. */
  onEnd?(end: WorkerEnd): void;
  onReady(worker: WorkerProcess): void;
  onGone(worker: WorkerProcess, exit: WorkerExit): void;
}): WorkerProcess {
  const { limitClass, workerNumber, engine, fences } = options;
  const command = [
    ...fences.wrap({ dataMb: LIMITS[limitClass].workerDataMb, workerNumber }),
    ...engine.command({ maxFrameBytes: MAX_FRAME_BYTES, limits: LIMITS[limitClass] }),
  ];
  const [file = process.execPath, ...args] = command;
  const child = spawn(file, args, {
    // Nothing of the host's environment: no secret can be read from /proc/self/environ. The zone makes runs repeatable.
    env: { TZ: 'UTC' } as unknown as NodeJS.ProcessEnv,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  yieldCpu(child.pid, limitClass);
  const pipe = child.stdio[3];
  if (!(pipe instanceof Socket)) throw new Error('The channel to a sandbox worker could not be opened.');

  let listener: WorkerListener | undefined;
  let stderr = '';
  let isGone = false;
  let isKilled = false;
  const startTimer = setTimeout(() => child.kill('SIGKILL'), WORKER_START_MS);

  const worker: WorkerProcess = {
    limitClass,
    pid: child.pid,
    tenantId: undefined,
    calls: 0,
    idleSince: Date.now(),
    isAlive: true,
    bundles: [],
    send(message) {
      if (worker.isAlive) pipe.write(`${JSON.stringify(message)}\n`);
    },
    listen(next) {
      listener = next;
    },
    kill() {
      if (child.pid !== undefined && !isKilled && !isGone) {
        options.onEnd?.({ pid: child.pid, limitClass, peakMb: peakMemoryMb(child.pid) });
      }
      isKilled = true;
      worker.isAlive = false;
      child.kill('SIGKILL');
    },
  };

  const gone = (detail: string): void => {
    if (isGone) return;
    isGone = true;
    worker.isAlive = false;
    clearTimeout(startTimer);
    pipe.destroy();
    const exit = { isOutOfMemory: /out of memory|allocation failed|bad_alloc/i.test(stderr), detail };
    listener?.onExit(exit);
    options.onGone(worker, exit);
  };

  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-STDERR_TAIL);
  });
  child.on('error', (error) => gone(error.message));
  child.on('close', (code, signal) => gone(`${signal ?? `exit code ${code}`}: ${firstLine(stderr)}`));
  pipe.on('error', () => worker.kill());
  readFrames(pipe, maxWorkerFrameBytes(LIMITS[limitClass]), (line) => {
    const message = line === undefined ? undefined : readWorkerMessage(line);
    if (message === undefined) worker.kill();
    else if (message.t === 'ready') {
      clearTimeout(startTimer);
      options.onReady(worker);
    } else if (worker.isAlive) listener?.onMessage(message);
  });
  return worker;
}

/** Plugins give way to the trusted process, and long work to what a person waits for. */
const NICENESS: Record<LimitClass, number> = { interactive: 1, job: 5, report: 10 };

function yieldCpu(pid: number | undefined, limitClass: LimitClass): void {
  try {
    // At once: the threads that Node starts later inherit it from the first.
    if (pid !== undefined) setPriority(pid, getPriority() + NICENESS[limitClass]);
  } catch {
    // The process has ended already, or the system knows no priorities: nothing depends on it.
  }
}

/** Calls back for every line; with undefined when a line outgrows the cap. */
function readFrames(pipe: Socket, maxBytes: number, onLine: (line: string | undefined) => void): void {
  let parts: Buffer[] = [];
  let size = 0;
  pipe.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      start = end + 1;
      onLine(line);
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > maxBytes) {
      parts = [];
      size = 0;
      onLine(undefined);
    }
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 200) ?? '';
}
