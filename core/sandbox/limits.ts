import type { LimitClass } from './types.ts';

export type Limits = {
  /** V8 heap of the isolate. V8 treats it as a guideline; `workerDataMb` is the wall. */
  isolateMb: number;
  /** RLIMIT_DATA of the worker process. */
  workerDataMb: number;
  cpuMs: number;
  wallMs: number;
  hostCalls: number;
  outgoingRequests: number;
  /** Of all outgoing requests of a call together: what they send and what is answered, unpacked. */
  outgoingBytes: number;
  /** UTF-8 bytes of the input with the settings, of each argument, each answer and the result. */
  payloadBytes: number;
  logLines: number;
  logLineBytes: number;
  /** Calls running at once for one tenant and plugin. */
  concurrency: number;
  /** How long a call may wait for a free worker before it is answered `busy`. */
  queueMs: number;
};

const KB = 1024;

/** Every limit by class, as printed in the plugin platform's documentation. */
export const LIMITS: Readonly<Record<LimitClass, Readonly<Limits>>> = {
  interactive: {
    isolateMb: 32,
    workerDataMb: 300,
    cpuMs: 100,
    wallMs: 1_000,
    hostCalls: 50,
    outgoingRequests: 5,
    outgoingBytes: 512 * KB,
    payloadBytes: 64 * KB,
    logLines: 20,
    logLineBytes: 500,
    concurrency: 4,
    queueMs: 5_000,
  },
  job: {
    isolateMb: 64,
    workerDataMb: 400,
    cpuMs: 2_000,
    wallMs: 30_000,
    hostCalls: 500,
    outgoingRequests: 50,
    outgoingBytes: 4096 * KB,
    payloadBytes: 256 * KB,
    logLines: 200,
    logLineBytes: 500,
    concurrency: 2,
    queueMs: 120_000,
  },
  report: {
    isolateMb: 128,
    workerDataMb: 600,
    cpuMs: 10_000,
    wallMs: 120_000,
    hostCalls: 500,
    outgoingRequests: 0,
    outgoingBytes: 0,
    payloadBytes: 1024 * KB,
    logLines: 200,
    logLineBytes: 500,
    concurrency: 1,
    queueMs: 300_000,
  },
};

/** Unpacked bundle code; the packed bundle (what is stored and signed) may be 256 KB. */
export const MAX_BUNDLE_BYTES = 1024 * KB;

/** A frame to a worker: a bundle with its input, escaped, fits well inside. */
export const MAX_FRAME_BYTES = 8 * KB * KB;

/**
 * A frame from a worker: its largest payload with every letter escaped. Small on purpose, because reading one is what
 * a worker that was taken over can make this process do.
 */
export function maxWorkerFrameBytes(limits: Limits): number {
  return limits.payloadBytes * 6 + 4 * KB;
}

/** Brackets inside brackets in anything a guest sends. Real records need fewer than ten. */
export const MAX_JSON_DEPTH = 64;

export const CALLS_PER_WORKER = 200;
export const DEATHS_BEFORE_PAUSE = 3;
export const DEATH_WINDOW_MS = 5 * 60_000;
/** Waiting calls of one tenant and plugin, and of the whole supervisor. */
export const MAX_WAITING_PER_PLUGIN = 200;
export const MAX_WAITING = 5_000;
/** After the answer, how long the worker may take to drop the isolate before it is killed. */
export const DRAIN_MS = 1_000;
export const WORKER_START_MS = 30_000;
