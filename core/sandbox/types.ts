import type { Engine } from './engine.ts';

/** A value that survives JSON.stringify and JSON.parse unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What kind of work a call is; decides every limit in `LIMITS`. */
export type LimitClass = 'interactive' | 'job' | 'report';

export type SandboxEntry = {
  kind: 'event' | 'schedule' | 'endpoint' | 'action' | 'widget' | 'page' | 'tab' | 'migration';
  name: string;
};

/** One call of one install's plugin. Tenant, install and plugin are bound by the host, never by the guest. */
export type SandboxCall = {
  callId: string;
  tenantId: string;
  installId: string;
  pluginId: string;
  version: string;
  /** `sha256` is the hex digest of `code` in UTF-8. It is computed again before every run. */
  bundle: { code: string; sha256: string };
  entry: SandboxEntry;
  input: Json;
  settings: Json;
  /** School, language and actor of the call, as the SDK's `CallFacts`. */
  facts: Json;
  limitClass: LimitClass;
  /** Epoch milliseconds; the guest's clock stands still at this moment. */
  now: number;
  /** Unsigned 32-bit seed of the guest's Math.random. */
  seed: number;
};

export type HostAnswer = { ok: true; value: Json } | { ok: false; code: string; message: string };

/** Serves the guest's capability calls. It should not reject; if it does, the guest sees code `internal`. */
export type HostCall = (capability: string, args: Json) => Promise<HostAnswer>;

/** CPU time is the worker process's own (user + system) during the call; wall time starts at dispatch. */
export type SandboxUsage = { cpuMs: number; wallMs: number; hostCalls: number; logLines: number };

export type SandboxLog = { level: 'debug' | 'info' | 'warn' | 'error'; message: string };

/** Stable codes; callers decide by these and never by the message. */
export type SandboxCode =
  | 'argument_too_large'
  | 'bundle_hash_mismatch'
  | 'signature_invalid'
  | 'bundle_too_large'
  | 'busy'
  | 'closed'
  | 'guest_error'
  | 'memory'
  | 'never_settles'
  | 'plugin_paused'
  | 'result_invalid'
  | 'result_too_large'
  | 'revoked'
  | 'timeout_cpu'
  | 'timeout_wall'
  | 'too_many_host_calls'
  | 'worker_died';

export type SandboxOutcome = (
  | { ok: true; result: Json }
  | { ok: false; code: SandboxCode; message: string }
) & { usage: SandboxUsage; logs: SandboxLog[] };

/** One wall around the worker. `reason` says why it is missing when `applied` is false. */
export type Fence = { name: string; applied: boolean; reason: string | null };

export type SandboxStatus = {
  fences: Fence[];
  engine: { name: string; version: string };
  workers: { starting: number; idle: number; busy: number; max: number; pids: number[] };
  waiting: number;
  /** Installs refused now because their workers died too often; `until` is epoch milliseconds. */
  paused: { tenantId: string; installId: string; until: number }[];
};

/** The part of a pino logger that is used here. */
export type SandboxLogger = {
  info(fields: object): void;
  warn(fields: object): void;
  error(fields: object): void;
};

/** The calls that have all the fields named; at least one must be. */
export type CallMatch = { pluginId?: string; version?: string; tenantId?: string; installId?: string };

/** An install that is refused until `until` (epoch milliseconds), because `deaths` workers were lost to it. */
export type Pause = {
  tenantId: string;
  installId: string;
  pluginId: string;
  version: string;
  deaths: number;
  until: number;
};

/** The end of a worker process. `peakMb` is its largest resident memory, where the system tells. */
export type WorkerEnd = { pid: number; limitClass: LimitClass; peakMb: number | undefined };

export type SupervisorOptions = {
  /** What runs the guests. Default: isolated-vm. */
  engine?: Engine;
  /**
   * Told when an install is paused, in the async scope of the call that lost the third worker. What it throws is
   * logged and changes nothing.
   */
  onPause?(pause: Pause): void | Promise<void>;
  /** Told just before a worker is killed, while the system still knows its memory. */
  onWorkerEnd?(end: WorkerEnd): void;
  /** Idle workers kept ready. Default 2. */
  spares?: number;
  /** Most worker processes alive at once. Default: two for each core, at least 4. */
  maxWorkers?: number;
  /**
   * Ends a worker rather than letting it serve a second school: dearer by one start (about 100 ms) for each change of
   * school, and safe even from a plugin that took the process over. Default false.
   */
  isOneSchoolPerWorker?: boolean;
  logger?: SandboxLogger;
  /** Clock in epoch milliseconds for the death window; tests replace it. */
  now?: () => number;
};

export type Supervisor = {
  run(call: SandboxCall, host: HostCall): Promise<SandboxOutcome>;
  /**
   * Stops what matches at once: calls that wait or run are answered `revoked` before this returns, their workers are
   * killed, and later ones are refused until `restore`. Answers how many calls were stopped.
   */
  revoke(match: CallMatch): number;
  /** Takes back a `revoke` of the same fields. */
  restore(match: CallMatch): void;
  /** Ends the pause of an install and forgets its deaths. */
  resume(install: { tenantId: string; installId: string }): void;
  status(): SandboxStatus;
  warm(): Promise<void>;
  close(): Promise<void>;
};
