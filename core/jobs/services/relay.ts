import type pg from 'pg';
import type { Logger } from '../../observability/index.ts';
import { asSystem, connectSession } from '../../tenancy/index.ts';
import { CLAIM_EVENTS } from '../sql/claim-events.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';
import { CLAIM_SECONDS } from './run-event.ts';

export type Relay = { stop: () => Promise<void>; wake: () => void };

export type RelayOptions = {
  pool: pg.Pool;
  logger: Logger;
  /** What happens to a claimed event: run here, or handed to the queue. Must not throw. */
  dispatch: (eventId: string) => Promise<void>;
  /** Events in work at once in this process. */
  concurrency?: number;
  claimSeconds?: number;
};

const POLL_MS = 1000;

/**
 * Claims due events and dispatches them until stopped. A commit that wrote events wakes it at once through
 * NOTIFY; the poll is there for retries, lost notifications and events of crashed processes.
 */
export function startRelay(options: RelayOptions): Relay {
  const concurrency = options.concurrency ?? 4;
  const running = new Set<Promise<void>>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let claiming: Promise<void> | undefined;
  let again = false;

  const claim = async (): Promise<void> => {
    const room = concurrency - running.size;
    if (room <= 0) return;
    const { rows } = await asSystem(() =>
      options.pool.query(CLAIM_EVENTS, [room, options.claimSeconds ?? CLAIM_SECONDS]),
    );
    for (const { id } of rows as { id: string }[]) {
      const work: Promise<void> = options
        .dispatch(id)
        .catch((err: Error) => options.logger.error({ err, event: id, msg: 'dispatch failed' }))
        .finally(() => {
          running.delete(work);
          wake();
        });
      running.add(work);
    }
    if (rows.length === room) again = true;
  };

  const wake = (): void => {
    if (stopped) return;
    if (claiming) {
      again = true;
      return;
    }
    clearTimeout(timer);
    claiming = claim()
      .catch((err: Error) => options.logger.warn({ err, msg: 'the outbox could not be read; trying again' }))
      .finally(() => {
        claiming = undefined;
        if (stopped) return;
        const soon = again && running.size < concurrency;
        again = false;
        timer = setTimeout(wake, soon ? 0 : POLL_MS);
      });
  };

  const listener = listen(options, wake);
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await listener.stop();
      await claiming;
      await Promise.all(running);
    },
  };
}

// Holds one connection for LISTEN and makes a new one when it is lost.
function listen(options: RelayOptions, wake: () => void): { stop: () => Promise<void> } {
  let client: pg.PoolClient | undefined;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  const open = async (): Promise<void> => {
    const opened = await asSystem(() => connectSession(options.pool));
    if (stopped) return opened.release();
    client = opened;
    opened.on('notification', wake);
    opened.on('error', () => {
      if (client !== opened) return;
      client = undefined;
      opened.release(true);
      schedule();
    });
    await opened.query(`listen ${OUTBOX_CHANNEL}`);
  };
  const schedule = (): void => {
    if (!stopped) retry = setTimeout(() => open().catch(schedule), 1000);
  };
  open().catch(schedule);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      client?.release(true);
      client = undefined;
    },
  };
}
