import { type FaultBook, jsonReply, type Reply } from '../emulator-kit/index.ts';
import type { FindRoute } from './core/route.ts';
import type { Store } from './core/store.ts';
import { releaseClock } from './engine/release-clock.ts';
import { createTimeRunner } from './engine/time-runner.ts';
import { createDeliverer } from './webhooks/deliver.ts';

export type TimeControl = {
  /** Starts work that is due, after the present request has been answered. */
  wake: () => void;
  /** Answers the control routes of time and webhooks; undefined for any other. */
  answer: (method: string, path: string) => Promise<Reply | undefined>;
  close: () => void;
};

export type TimeControlOptions = {
  store: Store;
  faults: FaultBook;
  now: () => number;
  baseUrl: () => string;
  findRoute: FindRoute;
};

/** How often real time is looked at, in milliseconds. */
const pulse = 1000;

/**
 * Keeps time going: real time by a pulse, test clocks when they are advanced, webhooks after every change.
 * `POST /_emulator/tick` does what is due in real time; `POST /_emulator/webhooks/flush` sends all that waits, late
 * or held back as it may be, and answers when it has been sent. `POST /_emulator/clocks/<id>/release` lets what lives by a
 * test clock live in real time from now on.
 */
export function createTimeControl(options: TimeControlOptions): TimeControl {
  const deliverer = createDeliverer(options);
  const runner = createTimeRunner({ ...options, deliverer });
  let isScheduled = false;

  const tick = () =>
    runner.tick().catch((error: unknown) => {
      if (options.store.database.isOpen) console.error('The emulator could not do what was due:', error);
    });

  function wake(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      if (options.store.database.isOpen) void tick();
    });
  }

  const timer = setInterval(wake, pulse);
  timer.unref();

  return {
    wake,
    async answer(method, path) {
      if (method !== 'POST') return undefined;
      if (path === '/_emulator/tick') {
        await runner.tick();
        return jsonReply(200, { now: runner.timeOf('') });
      }
      const released = /^\/_emulator\/clocks\/(\w+)\/release$/.exec(path)?.[1];
      if (released !== undefined) {
        const isReleased = releaseClock(options.store, released);
        if (isReleased) await runner.tick();
        return jsonReply(isReleased ? 200 : 404, { released: isReleased });
      }
      if (path !== '/_emulator/webhooks/flush') return undefined;
      await runner.tick();
      return jsonReply(200, await deliverer.flush(runner.timeOf));
    },
    close: () => clearInterval(timer),
  };
}
