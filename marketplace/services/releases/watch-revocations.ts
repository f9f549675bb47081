import type pg from 'pg';
import type { Logger } from '../../../core/observability/index.ts';
import type { Supervisor } from '../../../core/sandbox/index.ts';
import { asSystem, connectSession } from '../../../core/tenancy/index.ts';
import { settleInstalls } from '../life/settle-installs.ts';

/** What the database sends when a version is revoked or a school's plan or state changes (migrations/0015). */
const CHANNEL = 'daftar_plugins';
/** For a notification that was lost with its connection: half of the five seconds that are promised. */
const POLL_MS = 2_000;
/** What plans and states changed without a notification is put right this often, in polls. */
const SETTLE_POLLS = 15;

export type Watch = {
  /** Looks once, now; resolves when what was found is stopped and settled. */
  look: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Keeps this process from running revoked versions: stops their calls in the supervisor the moment the database tells,
 * refuses later ones, and moves the installs to suspended. One for each process with a cage.
 */
export function watchRevocations(options: { pool: pg.Pool; supervisor: Supervisor; logger: Logger }): Watch {
  const { pool, supervisor, logger } = options;
  const known = new Set<string>();
  let client: pg.PoolClient | undefined;
  let stopped = false;
  let polls = 0;
  let working: Promise<void> = Promise.resolve();
  const timers = new Set<NodeJS.Timeout>();

  const later = (work: () => void, ms: number) => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timer.unref();
    timers.add(timer);
  };

  const stopRevoked = async () => {
    const { rows } = await asSystem(() =>
      pool.query(
        `select p.plugin_id, v.version from plugin_versions v join plugins p on p.id = v.plugin_id where v.state = 'revoked'`,
      ),
    );
    for (const { plugin_id: pluginId, version } of rows) {
      const key = `${pluginId} ${version}`;
      if (known.has(key)) continue;
      const calls = supervisor.revoke({ pluginId, version });
      known.add(key);
      logger.info({
        plugin: pluginId,
        version,
        calls,
        msg: 'a revoked version runs no more in this process',
      });
    }
  };

  // One look after the other: two at once would only do the same work twice.
  const look = (settle: boolean): Promise<void> => {
    working = working
      .then(async () => {
        await stopRevoked();
        if (settle) await settleInstalls(pool, logger);
      })
      .catch((err: unknown) => logger.warn({ err, msg: 'revoked versions could not be read; trying again' }));
    return working;
  };

  const poll = () => {
    polls += 1;
    void look(polls % SETTLE_POLLS === 1).finally(() => later(poll, POLL_MS));
  };

  const open = async (): Promise<void> => {
    const opened = await asSystem(() => connectSession(pool));
    if (stopped) return opened.release();
    client = opened;
    opened.on('notification', () => void look(true));
    opened.on('error', () => {
      if (client !== opened) return;
      client = undefined;
      opened.release(true);
      later(reopen, 1_000);
    });
    await opened.query(`listen ${CHANNEL}`);
    // What was told before anybody listened.
    void look(true);
  };
  const reopen = () => void open().catch(() => later(reopen, 1_000));

  reopen();
  poll();
  return {
    look: () => look(true),
    stop: async () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      client?.release(true);
      client = undefined;
      await working;
    },
  };
}
