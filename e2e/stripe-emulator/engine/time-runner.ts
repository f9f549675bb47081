import { inTransaction } from '../../emulator-kit/index.ts';
import type { TestClock } from '../billing/types.ts';
import { emitEvent } from '../core/emit-event.ts';
import type { FindRoute, RequestContext } from '../core/route.ts';
import type { Store } from '../core/store.ts';
import type { Deliverer } from '../webhooks/deliver.ts';
import { nextDelivery } from '../webhooks/delivery-rows.ts';
import { findDue } from './due-work.ts';
import { runDue } from './run-due.ts';

export type TimeRunner = {
  /** Does what is due in real time, and carries on with clocks that are advancing. Resolves when it is done. */
  tick: () => Promise<void>;
  /** The present moment of a clock, or of real time for '' (unix seconds). */
  timeOf: (clock: string) => number;
};

export type TimeRunnerOptions = {
  store: Store;
  deliverer: Deliverer;
  now: () => number;
  baseUrl: () => string;
  findRoute: FindRoute;
};

const clockKind = 'test_helpers.test_clock';

/**
 * Moves time. Everything that falls due runs in the order of its instant, one transaction for each; the events of
 * an instant are sent before the next instant comes, so that a listener can act in between.
 */
export function createTimeRunner({
  store,
  deliverer,
  now,
  baseUrl,
  findRoute,
}: TimeRunnerOptions): TimeRunner {
  const busy = new Map<string, Promise<void>>();
  const realNow = () => Math.floor(now() / 1000);
  const timeOf = (clock: string) =>
    clock === '' ? realNow() : (store.find<TestClock>(clockKind, clock)?.frozen_time ?? realNow());
  const contextAt = (clock: string, moment: number): RequestContext => ({
    store,
    now: moment,
    clock,
    baseUrl: baseUrl(),
    findRoute,
    requestId: null,
    idempotencyKey: null,
    path: {},
  });

  async function runUntil(clock: string, until: number, reach: (moment: number) => void): Promise<void> {
    while (store.database.isOpen) {
      const work = findDue(store, clock, until);
      const sending = nextDelivery(store, clock, until);
      if (work === undefined && sending === undefined) return;
      const isWork = work !== undefined && (sending === undefined || work.at < sending);
      // Work that was put off lies in the past of its clock; it still runs no earlier than the clock shows.
      const moment = isWork ? work.at : Math.max(sending ?? until, clock === '' ? until : timeOf(clock));
      reach(moment);
      if (isWork) inTransaction(store.database, () => runDue(contextAt(clock, moment), work));
      await deliverer.deliverDue(clock, Math.max(moment, timeOf(clock)));
    }
  }

  async function advance(clock: string): Promise<void> {
    const target = store.find<TestClock>(clockKind, clock)?.status_details.advancing?.target_frozen_time;
    if (target === undefined) return;
    const reach = (moment: number) => {
      const current = store.find<TestClock>(clockKind, clock);
      if (current && moment > current.frozen_time) store.save(clockKind, { ...current, frozen_time: moment });
    };
    try {
      await runUntil(clock, target, reach);
    } catch (error) {
      const failed = store.database.isOpen && store.find<TestClock>(clockKind, clock);
      if (failed) store.save(clockKind, { ...failed, status: 'internal_failure', status_details: {} });
      throw error;
    }
    if (!store.database.isOpen) return;
    const current = store.find<TestClock>(clockKind, clock);
    if (!current) return;
    const ready: TestClock = { ...current, frozen_time: target, status: 'ready', status_details: {} };
    inTransaction(store.database, () => {
      store.save(clockKind, ready);
      emitEvent(contextAt(clock, target), 'test_helpers.test_clock.ready', ready);
    });
    await deliverer.deliverDue(clock, target);
  }

  /** One worker for each clock: a second caller waits for the first and then looks again. */
  function once(clock: string, work: () => Promise<void>): Promise<void> {
    const running = (busy.get(clock) ?? Promise.resolve()).then(work, work);
    const settled = running.finally(() => {
      if (busy.get(clock) === settled) busy.delete(clock);
    });
    busy.set(clock, settled);
    return settled;
  }

  return {
    timeOf,
    async tick() {
      const clocks = store.list<TestClock>(clockKind);
      const waiting = clocks.filter((clock) => clock.status === 'advancing');
      await Promise.all([
        once('', () => runUntil('', realNow(), () => undefined)),
        ...waiting.map((clock) => once(clock.id, () => advance(clock.id))),
        ...clocks
          .filter((clock) => clock.status === 'ready')
          .map((clock) => deliverer.deliverDue(clock.id, clock.frozen_time)),
      ]);
    },
  };
}
