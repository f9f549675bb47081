import type pg from 'pg';
import type { Logger } from '../../../observability/index.ts';
import { asSystem, connectSession } from '../../../tenancy/index.ts';
import { forgetFacts, keepFactsFor } from './cache.ts';

/** What the database tells of on each change: the id of a school, or * (migrations/0023). */
const CHANNEL = 'daftar_entitlements';
const PULSE_MS = 300;
/** With the pulse this stays below the second that is promised: an answer to a pulse proves that everything told before it
 * has arrived, and memory is used this long after one was asked for. */
const TRUST_MS = 800;

export type EntitlementWatch = { stop: () => Promise<void> };

/**
 * Keeps the entitlements of this process true: forgets what the database says has changed. When its connection breaks, or
 * hangs without breaking, memory is not used until a new one listens. One for each process.
 */
export function watchEntitlements({ pool, logger }: { pool: pg.Pool; logger: Logger }): EntitlementWatch {
  let client: pg.PoolClient | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const later = (work: () => void, ms: number) => {
    if (stopped) return;
    timer = setTimeout(work, ms);
    timer.unref();
  };
  const lose = (lost: pg.PoolClient) => {
    if (client !== lost) return;
    client = undefined;
    keepFactsFor(0);
    forgetFacts();
    lost.release(true);
    clearTimeout(timer);
    later(reopen, PULSE_MS);
  };
  const pulse = async (of: pg.PoolClient) => {
    const asked = performance.now();
    const late = setTimeout(() => lose(of), TRUST_MS);
    late.unref();
    try {
      await of.query('select 1');
      if (client === of) keepFactsFor(TRUST_MS - (performance.now() - asked));
    } catch {
      lose(of);
    } finally {
      clearTimeout(late);
    }
    if (client === of) later(() => void pulse(of), PULSE_MS);
  };
  const open = async (): Promise<void> => {
    const opened = await asSystem(() => connectSession(pool));
    if (stopped) return opened.release();
    opened.on('notification', ({ payload }) => forgetFacts(payload === '*' ? undefined : payload));
    opened.on('error', () => lose(opened));
    try {
      await opened.query(`listen ${CHANNEL}`);
    } catch (error) {
      opened.release(true);
      throw error;
    }
    client = opened;
    forgetFacts();
    void pulse(opened);
  };
  const reopen = () =>
    void open().catch((err: unknown) => {
      logger.warn({
        err,
        msg: 'changes of entitlements cannot be heard; they are read each time until they can',
      });
      later(reopen, 1_000);
    });

  reopen();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      keepFactsFor(0);
      client?.release(true);
      client = undefined;
    },
  };
}
