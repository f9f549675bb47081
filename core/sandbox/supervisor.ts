import { AsyncLocalStorage } from 'node:async_hooks';
import { availableParallelism } from 'node:os';
import { admit, refuse } from './admission.ts';
import { createDeathBook } from './deaths.ts';
import { probeFences } from './fences.ts';
import { locateIsolatedVm } from './isolated-vm.ts';
import { CALLS_PER_WORKER, LIMITS, MAX_WAITING, MAX_WAITING_PER_PLUGIN } from './limits.ts';
import { createPool } from './pool.ts';
import type { Session } from './session.ts';
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
import type { WorkerProcess } from './worker-process.ts';
import { WORKER_MAIN } from './worker-process.ts';

/** How long calls under way may go on when the supervisor closes. */
const CLOSE_GRACE_MS = 5_000;

const SILENT: SandboxLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Waiting = {
  call: SandboxCall;
  request: string;
  host: HostCall;
  pluginKey: string;
  timer: ReturnType<typeof setTimeout>;
  resolve(outcome: SandboxOutcome): void;
};

/**
 * Starts the trusted side of the cage. Workers are started on demand or by `warm()`.
 *
 * Whatever a plugin does, `run` answers an outcome with a stable code; it rejects only for a caller's own mistake,
 * an input that is not JSON. Calls of one tenant and
 * plugin run at most as many at once as their class allows; the others wait in order, and are answered `busy` when
 * they wait too long. Throws here when isolated-vm is missing or older than 7.0.1.
 */
export function createSupervisor(options: SupervisorOptions = {}): Supervisor {
  const logger = options.logger ?? SILENT;
  const deaths = createDeathBook(options.now ?? Date.now);
  const { version: isolatedVmVersion, addonPath } = locateIsolatedVm();
  const fences = probeFences([addonPath, WORKER_MAIN, process.execPath]);
  const missing = fences.fences.filter((fence) => !fence.applied);
  if (missing.length > 0) {
    logger.warn({
      msg: 'Some fences around plugins are missing on this machine; plugins run without them.',
      missing,
    });
  }

  const waiting = new Set<Waiting>();
  const running = new Map<string, number>();
  const sessions = new Set<Session>();
  let isClosed = false;

  const pool = createPool({
    spares: options.spares ?? 2,
    max: Math.max(1, options.maxWorkers ?? Math.max(4, availableParallelism() * 2)),
    addonPath,
    fences,
    logger,
    onChange: () => dispatch(),
    onCannotStart: () =>
      drop('worker_died', 'Sandbox workers do not start on this machine; the log says why.'),
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
    for (const entry of waiting) {
      const { limitClass, tenantId, installId } = entry.call;
      if (deaths.pausedUntil(tenantId, installId) !== undefined) {
        leave(entry, 'plugin_paused', 'The plugin is paused: it failed too often.');
        continue;
      }
      if ((running.get(entry.pluginKey) ?? 0) >= LIMITS[limitClass].concurrency) continue;
      const worker = missed.has(limitClass) ? undefined : pool.take(limitClass, tenantId);
      if (worker === undefined) missed.set(limitClass, (missed.get(limitClass) ?? 0) + 1);
      else void serve(entry, worker);
    }
    for (const [limitClass, count] of missed) pool.ensure(limitClass, count);
  };

  const serve = async (entry: Waiting, worker: WorkerProcess): Promise<void> => {
    const { call, pluginKey } = entry;
    waiting.delete(entry);
    clearTimeout(entry.timer);
    running.set(pluginKey, (running.get(pluginKey) ?? 0) + 1);
    const session = startSession({ worker, call, request: entry.request, host: entry.host });
    sessions.add(session);
    void session.outcome.then(entry.resolve);

    const { isReusable, isDeath } = await session.ended;
    sessions.delete(session);
    const left = (running.get(pluginKey) ?? 1) - 1;
    if (left > 0) running.set(pluginKey, left);
    else running.delete(pluginKey);
    if (isDeath && deaths.record(call.tenantId, call.installId)) {
      const { tenantId, installId, pluginId } = call;
      logger.error({
        msg: 'A plugin is paused: its workers died three times in five minutes.',
        tenantId,
        installId,
        pluginId,
      });
    }
    if (isReusable && worker.calls < CALLS_PER_WORKER) pool.giveBack(worker);
    else {
      worker.kill();
      dispatch();
    }
  };

  return {
    run(call, host) {
      if (isClosed) return Promise.resolve(refuse('closed', 'The sandbox is shutting down.'));
      if (deaths.pausedUntil(call.tenantId, call.installId) !== undefined) {
        return Promise.resolve(refuse('plugin_paused', 'The plugin is paused: it failed too often.'));
      }
      const admission = admit(call);
      if (!admission.ok) return Promise.resolve(refuse(admission.code, admission.message));
      const pluginKey = JSON.stringify([call.tenantId, call.pluginId]);
      const queued = [...waiting].filter((entry) => entry.pluginKey === pluginKey).length;
      if (waiting.size >= MAX_WAITING || queued >= MAX_WAITING_PER_PLUGIN) {
        return Promise.resolve(refuse('busy', 'Too many calls are waiting already.'));
      }
      return new Promise((resolve) => {
        const entry: Waiting = {
          call,
          request: admission.request,
          // Capabilities find their tenant in the caller's async scope. Messages of a worker arrive in another one, that
          // of whoever started it: unbound, a call of one school would read the records of another.
          host: AsyncLocalStorage.bind(host),
          pluginKey,
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
    status: () => ({
      fences: fences.fences,
      isolatedVmVersion,
      workers: pool.counts(),
      waiting: waiting.size,
      paused: deaths.paused(),
    }),
    warm: () => pool.settled(),
    async close() {
      if (isClosed) return;
      isClosed = true;
      drop('closed', 'The sandbox is shutting down.');
      const grace = setTimeout(() => {
        for (const session of sessions) session.abort('closed', 'The sandbox is shutting down.');
      }, CLOSE_GRACE_MS);
      await Promise.all([...sessions].map((session) => session.ended));
      clearTimeout(grace);
      await pool.close();
    },
  };
}
