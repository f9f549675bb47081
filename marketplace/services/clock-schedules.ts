import type pg from 'pg';
import { publishEvents } from '../../core/jobs/index.ts';
import type { Logger } from '../../core/observability/index.ts';
import { asSystem, inTransaction, type Queryable } from '../../core/tenancy/index.ts';
import {
  ADVANCE_SCHEDULES,
  DUE_SCHEDULES,
  KEEP_SCHEDULES,
  MARK_FRESH,
  STALE_INSTALLS,
} from '../sql/schedules.ts';
import { latestSlot, nextSlot } from './schedule-times.ts';

/** The event of one moment of one schedule of one install. */
export const SCHEDULE_DUE = 'plugin.schedule_due';

const BATCH = 100;

type Stale = {
  id: string;
  tenant_id: string;
  enabled: boolean;
  schedules: { name: string; cron: string }[] | null;
  time_zone: string;
};
type Due = {
  id: string;
  tenant_id: string;
  school: string;
  install_id: string;
  plugin_id: string;
  name: string;
  cron: string;
  time_zone: string;
  next_run_at: Date;
};

/**
 * What the clock does for schedules: works out the moments of installs that changed, then writes one event for each
 * schedule that is due and moves it on, both in one transaction. Several processes may do it at once; each moment becomes
 * one event whatever happens. Returns how many events were written. `now` stands still in tests.
 */
export async function tickSchedules(
  pool: pg.Pool,
  logger: Logger,
  now: () => Date = () => new Date(),
): Promise<number> {
  while ((await inBatch(pool, (client) => refresh(client, logger, now()))) === BATCH);
  let written = 0;
  for (;;) {
    const claimed = await inBatch(pool, (client) => claim(client, logger, now()));
    written += claimed;
    if (claimed < BATCH) return written;
  }
}

function inBatch(pool: pg.Pool, work: (client: Queryable) => Promise<number>): Promise<number> {
  return asSystem(() => inTransaction(pool, work));
}

async function refresh(client: Queryable, logger: Logger, now: Date): Promise<number> {
  const { rows } = await client.query<Stale>(STALE_INSTALLS, [BATCH]);
  for (const install of rows) {
    const wanted = (install.enabled ? (install.schedules ?? []) : []).flatMap(({ name, cron }) => {
      const next = safely(logger, install.id, () => nextSlot(cron, install.time_zone, now));
      return next ? [{ name, cron, next: next.toISOString() }] : [];
    });
    await client.query(KEEP_SCHEDULES, [
      install.tenant_id,
      install.id,
      JSON.stringify(wanted),
      install.time_zone,
    ]);
    await client.query(MARK_FRESH, [install.id]);
  }
  return rows.length;
}

async function claim(client: Queryable, logger: Logger, now: Date): Promise<number> {
  const { rows } = await client.query<Due>(DUE_SCHEDULES, [now.toISOString(), BATCH]);
  if (rows.length === 0) return 0;
  const moves = rows.map((due) => {
    const { slot, missed, next } = latestSlot(due.cron, due.time_zone, { first: due.next_run_at, now });
    if (missed > 0) tellMissed(logger, due, missed);
    return { due, slot: slot.toISOString(), missed, next: (next ?? NEVER).toISOString() };
  });
  // Two statements a batch: at half past seven every school's schedules are due at once.
  await client.query(ADVANCE_SCHEDULES, [
    JSON.stringify(moves.map(({ due, slot, next }) => ({ id: due.id, slot, next }))),
  ]);
  await publishEvents(
    client,
    moves.map(({ due, slot, missed }) => ({
      type: SCHEDULE_DUE,
      audience: due.plugin_id,
      dedupeKey: `${due.install_id}:${due.name}:${slot}`,
      payload: { installId: due.install_id, name: due.name, scheduledFor: slot, missed },
      school: { id: due.tenant_id, name: due.school },
    })),
  );
  return rows.length;
}

function tellMissed(logger: Logger, due: Due, missed: number): void {
  logger.warn({
    install: due.install_id,
    plugin: due.plugin_id,
    schedule: due.name,
    missed,
    msg: 'moments of a schedule were missed; the latest one runs now',
  });
}

const NEVER = new Date('9999-01-01T00:00:00Z');

// A published manifest was checked; an old one must not stop the clock for everybody.
function safely(logger: Logger, install: string, work: () => Date | undefined): Date | undefined {
  try {
    return work();
  } catch (err) {
    logger.error({ err, install, msg: 'a schedule cannot be read and will not run' });
    return undefined;
  }
}
