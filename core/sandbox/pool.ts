import { AsyncLocalStorage } from 'node:async_hooks';
import type { Engine } from './engine.ts';
import type { FencePlan } from './fences.ts';
import type { LimitClass, SandboxLogger, SandboxStatus, WorkerEnd } from './types.ts';
import type { WorkerProcess } from './worker-process.ts';
import { startWorker } from './worker-process.ts';

/** An idle worker beyond the spares is ended after this long. */
const IDLE_MS = 60_000;
/** After this many starts in a row that never became ready, waiting calls are told. */
const START_FAILURES = 3;

/** The async scope of no request: a worker outlives the call that made it start and must not keep its tenant. */
const outside = AsyncLocalStorage.snapshot();

export type Pool = {
  /** A ready worker of this class, or undefined. Prefers one that served this tenant before, then a fresh one. */
  take(limitClass: LimitClass, tenantId: string): WorkerProcess | undefined;
  /** Sees to it that `count` workers of this class are ready or on their way, as far as the maximum allows. */
  ensure(limitClass: LimitClass, count: number): void;
  giveBack(worker: WorkerProcess): void;
  counts(): SandboxStatus['workers'];
  /** Resolves when no worker is starting any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Keeps worker processes: `spares` idle ones ready, never more than `max` alive. A worker has the memory wall of one
 * class for life, so spares are shared out over the classes used lately.
 */
export function createPool(options: {
  spares: number;
  max: number;
  engine: Engine;
  fences: FencePlan;
  logger: SandboxLogger;
  /** A worker never serves a second school. */
  isOneSchoolPerWorker: boolean;
  /** A worker became free, or one slot did. */
  onChange(): void;
  onCannotStart(detail: string): void;
  onWorkerEnd?(end: WorkerEnd): void;
}): Pool {
  const { isOneSchoolPerWorker, spares, max, engine, fences, logger, onChange, onCannotStart, onWorkerEnd } =
    options;
  const all = new Set<WorkerProcess>();
  const starting = new Set<WorkerProcess>();
  const idle = new Set<WorkerProcess>();
  let recent: LimitClass[] = ['interactive', 'job'];
  let workerNumber = 0;
  let failures = 0;
  let isClosed = false;
  let waiters: (() => void)[] = [];

  const settle = (): void => {
    const isQuiet = isClosed ? all.size === 0 : starting.size === 0;
    if (!isQuiet) return;
    for (const wake of waiters) wake();
    waiters = [];
  };

  const startFailed = (limitClass: LimitClass, detail: string): void => {
    failures += 1;
    logger.error({ msg: 'A sandbox worker did not start.', detail, limitClass });
    if (failures >= START_FAILURES) onCannotStart(detail);
  };

  const start = (limitClass: LimitClass): void => {
    workerNumber += 1;
    try {
      outside(() => startUnguarded(limitClass));
    } catch (error) {
      // Such as no descriptor left: a plugin must not be what brings the host down.
      startFailed(limitClass, String(error));
    }
  };

  const startUnguarded = (limitClass: LimitClass): void => {
    const worker = startWorker({
      limitClass,
      workerNumber,
      engine,
      fences,
      ...(onWorkerEnd === undefined ? {} : { onEnd: onWorkerEnd }),
      onReady(ready) {
        starting.delete(ready);
        failures = 0;
        ready.idleSince = Date.now();
        if (isClosed) ready.kill();
        else idle.add(ready);
        settle();
        onChange();
      },
      onGone(gone, exit) {
        all.delete(gone);
        idle.delete(gone);
        const isStillborn = starting.delete(gone);
        if (isStillborn && !isClosed) {
          startFailed(gone.limitClass, exit.detail);
        }
        settle();
        if (!isClosed && failures < START_FAILURES) {
          topUp();
          onChange();
        }
      },
    });
    all.add(worker);
    starting.add(worker);
  };

  const count = (set: Set<WorkerProcess>, limitClass: LimitClass): number =>
    [...set].filter((worker) => worker.limitClass === limitClass && worker.isAlive).length;

  /** A worker that was killed holds nothing any more, although its end is not heard of yet. */
  const isFull = (): boolean => [...all].filter((worker) => worker.isAlive).length >= max;

  /** How many spares each class has: one after the other, the class used last first. */
  const shares = (): Map<LimitClass, number> => {
    const result = new Map<LimitClass, number>();
    for (let index = 0; index < spares; index += 1) {
      const limitClass = recent[index % recent.length] ?? 'job';
      result.set(limitClass, (result.get(limitClass) ?? 0) + 1);
    }
    return result;
  };

  /** Whether any school may have this worker next. */
  const isOpen = (worker: WorkerProcess): boolean =>
    worker.isAlive && (!isOneSchoolPerWorker || worker.tenantId === undefined);

  const topUp = (): void => {
    if (isClosed) return;
    for (const [limitClass, share] of shares()) {
      const ready = [...idle].filter((worker) => worker.limitClass === limitClass && isOpen(worker));
      let missing = share - ready.length - count(starting, limitClass);
      for (; missing > 0 && !isFull(); missing -= 1) start(limitClass);
    }
  };

  /** An idle worker that may end for a new one of this class, when the house is full. */
  const roomFor = (limitClass: LimitClass): WorkerProcess | undefined => {
    const taken = [...idle].find((worker) => !isOpen(worker));
    if (taken !== undefined) return taken;
    const others = [...idle].filter((worker) => worker.limitClass !== limitClass);
    // A busy class takes no other's spare: the next call of the other would wait for a start. One that has none does.
    if (count(all, limitClass) === 0) return others[0];
    const share = shares();
    return others.find((worker) => count(idle, worker.limitClass) > (share.get(worker.limitClass) ?? 0));
  };

  const retire = (worker: WorkerProcess): void => {
    idle.delete(worker);
    worker.kill();
  };

  const sweep = setInterval(() => {
    const oldest = [...idle].sort((a, b) => a.idleSince - b.idleSince);
    for (const worker of oldest) {
      if (idle.size > spares && Date.now() - worker.idleSince > IDLE_MS) retire(worker);
    }
  }, IDLE_MS / 4);
  sweep.unref();

  return {
    take(limitClass, tenantId) {
      const fit = [...idle].filter((worker) => worker.limitClass === limitClass && worker.isAlive);
      const worker =
        fit.find((candidate) => candidate.tenantId === tenantId) ??
        fit.find((candidate) => candidate.tenantId === undefined) ??
        fit.find(isOpen);
      if (worker === undefined) return undefined;
      idle.delete(worker);
      recent = [limitClass, ...recent.filter((other) => other !== limitClass)];
      topUp();
      return worker;
    },
    ensure(limitClass, wanted) {
      if (isClosed) return;
      failures = failures >= START_FAILURES ? 0 : failures;
      for (let missing = wanted - count(starting, limitClass); missing > 0; missing -= 1) {
        if (isFull()) {
          const other = roomFor(limitClass);
          if (other === undefined) return;
          recent = [limitClass, ...recent.filter((name) => name !== limitClass)];
          retire(other);
        }
        start(limitClass);
      }
    },
    giveBack(worker) {
      worker.idleSince = Date.now();
      if (worker.isAlive && !isClosed) idle.add(worker);
      onChange();
    },
    counts: () => ({
      starting: starting.size,
      idle: idle.size,
      busy: all.size - starting.size - idle.size,
      max,
      pids: [...all].flatMap((worker) => worker.pid ?? []),
    }),
    settled() {
      topUp();
      if (starting.size === 0) return Promise.resolve();
      return new Promise((resolve) => waiters.push(resolve));
    },
    close() {
      isClosed = true;
      clearInterval(sweep);
      for (const worker of all) worker.kill();
      if (all.size === 0) return Promise.resolve();
      return new Promise((resolve) => waiters.push(resolve));
    },
  };
}
