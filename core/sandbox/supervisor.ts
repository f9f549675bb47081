import { AsyncLocalStorage } from 'node:async_hooks';
import { availableParallelism } from 'node:os';
import { admit, refuse } from './admission.ts';
import { createDeathBook } from './deaths.ts';
import { probeFences } from './fences.ts';
import { isolatedVmEngine } from './isolated-vm.ts';
import {
  CALLS_PER_WORKER,
  DEATHS_BEFORE_PAUSE,
  LIMITS,
  MAX_WAITING,
  MAX_WAITING_PER_PLUGIN,
} from './limits.ts';
import { createPool } from './pool.ts';
import { createRevocations, fits } from './revocations.ts';
import { createRunningCalls } from './running-calls.ts';
import { startSession } from './session.ts';
import type {
  HostCall,
  LimitClass,
  SandboxCall,
  SandboxCode,
  SandboxLogger,
  SandboxOutcome,
  Supervisor,
  SupervisorOptions,
} from './types.ts';
import { createWaitingLine } from './waiting-line.ts';
import type { WorkerProcess } from './worker-process.ts';

/** How long calls under way may go on when the supervisor closes. */
const CLOSE_GRACE_MS = 5_000;

const SILENT: SandboxLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

const REVOKED = 'This version of the plugin was stopped.';
const CLOSING = 'The sandbox is shutting down.';

type Waiting = {
  call: SandboxCall;
  request: string;
  host: HostCall;
  timer: ReturnType<typeof setTimeout>;
  /** Runs a function in the async scope of the caller. */
  inScope: ReturnType<typeof AsyncLocalStorage.snapshot>;
  resolve(outcome: SandboxOutcome): void;
};

/**
 * Starts the trusted side of the cage. Workers are started on demand or by `warm()`.
 *
 * Whatever a plugin does, `run` answers an outcome with a stable code; it rejects only for a caller's own mistake,
 * an input that is not JSON. Calls of one tenant and
 * plugin run at most as many at once as their class allows; the others wait in order, and are answered `busy` when
 * they wait too long. Throws here when the engine cannot run safely, as isolated-vm older than 7.0.1.
 */
export function createSupervisor(options: SupervisorOptions = {}): Supervisor {
  const logger = options.logger ?? SILENT;
  const deaths = createDeathBook(options.now ?? Date.now);
  const engine = options.engine ?? isolatedVmEngine();
  const fences = probeFences(engine);
  const missing = fences.fences.filter((fence) => !fence.applied);
  if (missing.length > 0) {
    logger.warn({
      msg: 'Some fences around plugins are missing on this machine; plugins run without them.',
      missing,
    });
  }

  const max = Math.max(1, options.maxWorkers ?? Math.max(4, availableParallelism() * 2));
  const waiting = createWaitingLine<Waiting>({
    tenantOf: ({ call }) => call.tenantId,
    rankOf: ({ call }) => deaths.blame(call.tenantId, call.installId),
  });
  const running = createRunningCalls(max);
  const revocations = createRevocations();
  let isClosed = false;

  const pool = createPool({
    spares: options.spares ?? 2,
    max,
    engine,
    fences,
    logger,
    isOneSchoolPerWorker: options.isOneSchoolPerWorker === true,
    onChange: () => dispatch(),
    onCannotStart: () =>
      drop('worker_died', 'Sandbox workers do not start on this machine; the log says why.'),
    ...(options.onWorkerEnd === undefined ? {} : { onWorkerEnd: options.onWorkerEnd }),
  });

  const leave = (entry: Waiting, code: SandboxCode, message: string): void => {
    if (!waiting.delete(entry)) return;
    clearTimeout(entry.timer);
    entry.resolve(refuse(code, message));
  };
  const drop = (code: SandboxCode, message: string): void => {
    for (const entry of waiting) leave(entry, code, message);
  };

  const dispatch = (): void => {
    const missed = new Map<LimitClass, number>();
    const claims: (() => void)[] = [];
    for (const entry of waiting.inTurn()) {
      // Enough to know how many workers are wanted; going through thousands each time would hold the event loop.
      if (claims.length >= max) break;
      const { limitClass, tenantId, installId } = entry.call;
      if (deaths.pausedUntil(tenantId, installId) !== undefined) {
        leave(entry, 'plugin_paused', 'The plugin is paused: it failed too often.');
        continue;
      }
      if (!running.mayStart(entry.call)) continue;
      const worker = missed.has(limitClass) ? undefined : pool.take(limitClass, tenantId);
      if (worker !== undefined) {
        void serve(entry, worker);
        continue;
      }
      // Counted while the rest is gone through: the forty calls of a plugin that may run two want two workers.
      claims.push(running.claim(entry.call));
      missed.set(limitClass, (missed.get(limitClass) ?? 0) + 1);
    }
    for (const release of claims) release();
    for (const [limitClass, count] of missed) pool.ensure(limitClass, count);
  };

  const serve = async (entry: Waiting, worker: WorkerProcess): Promise<void> => {
    const { call } = entry;
    waiting.delete(entry);
    waiting.served(entry);
    clearTimeout(entry.timer);
    const session = startSession({ worker, call, request: entry.request, host: entry.host });
    running.add(session, call);
    void session.outcome.then(entry.resolve);

    const { isReusable, isDeath } = await session.ended;
    running.remove(session, call);
    if (isDeath) noteDeath(entry);
    if (isReusable && worker.calls < CALLS_PER_WORKER) pool.giveBack(worker);
    else {
      worker.kill();
      dispatch();
    }
  };

  const noteDeath = ({ call, inScope }: Waiting): void => {
    const { tenantId, installId, pluginId, version } = call;
    const until = deaths.record(tenantId, installId);
    if (until === undefined) return;
    const pause = { tenantId, installId, pluginId, version, deaths: DEATHS_BEFORE_PAUSE, until };
    logger.error({ msg: 'A plugin is paused: its workers died three times in five minutes.', ...pause });
    const { onPause } = options;
    if (onPause === undefined) return;
    inScope(async () => onPause(pause)).catch((err: unknown) => {
      logger.error({ msg: 'The pause of a plugin could not be told.', err, installId });
    });
  };

  return {
    run(call, host) {
      if (isClosed) return Promise.resolve(refuse('closed', CLOSING));
      if (revocations.covers(call)) return Promise.resolve(refuse('revoked', REVOKED));
      if (deaths.pausedUntil(call.tenantId, call.installId) !== undefined) {
        return Promise.resolve(refuse('plugin_paused', 'The plugin is paused: it failed too often.'));
      }
      const admission = admit(call);
      if (!admission.ok) return Promise.resolve(refuse(admission.code, admission.message));
      const queued = [...waiting].filter(({ call: other }) => fits(call, asPlugin(other))).length;
      if (waiting.size >= MAX_WAITING || queued >= MAX_WAITING_PER_PLUGIN) {
        return Promise.resolve(refuse('busy', 'Too many calls are waiting already.'));
      }
      // Capabilities find their tenant in the caller's async scope. Messages of a worker arrive in another one, that
      // of whoever started it: outside of it, a call of one school would read the records of another.
      const inScope = AsyncLocalStorage.snapshot();
      return new Promise((resolve) => {
        const entry: Waiting = {
          call,
          request: admission.request,
          host: (capability, args) => inScope(host, capability, args),
          inScope,
          timer: setTimeout(
            () => leave(entry, 'busy', 'No worker became free in time.'),
            LIMITS[call.limitClass].queueMs,
          ),
          resolve,
        };
        waiting.add(entry);
        dispatch();
      });
    },
    revoke(match) {
      revocations.add(match);
      const queued = [...waiting].filter(({ call }) => fits(call, match));
      for (const entry of queued) leave(entry, 'revoked', REVOKED);
      const open = running
        .matching((call) => fits(call, match))
        .filter((session) => session.abort('revoked', REVOKED));
      return queued.length + open.length;
    },
    restore: revocations.remove,
    resume: ({ tenantId, installId }) => deaths.forget(tenantId, installId),
    status: () => ({
      fences: fences.fences,
      engine: { name: engine.name, version: engine.version },
      workers: pool.counts(),
      waiting: waiting.size,
      paused: deaths.paused(),
    }),
    warm: () => pool.settled(),
    async close() {
      if (isClosed) return;
      isClosed = true;
      drop('closed', CLOSING);
      const grace = setTimeout(() => {
        for (const session of running.matching(() => true)) session.abort('closed', CLOSING);
      }, CLOSE_GRACE_MS);
      await Promise.all(running.matching(() => true).map((session) => session.ended));
      clearTimeout(grace);
      await pool.close();
    },
  };
}

function asPlugin({ tenantId, pluginId }: SandboxCall) {
  return { tenantId, pluginId };
}
