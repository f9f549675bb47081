import pg from 'pg';
import type { Logger } from '../../observability/index.ts';
import { asSystem } from '../../tenancy/index.ts';
import type { ReadinessCheck } from '../web/health.ts';

/** How many years ahead of this one have partitions, and how long before a year without one the alarm begins. */
const YEARS_AHEAD = 2;
const ALARM_DAYS = 120;

const DAY_MS = 86_400_000;

export type PartitionState = {
  /** The last year every big table has a partition for. */
  lastYear: number;
  /** What is wrong, in whole sentences; empty when nothing is. */
  alarms: string[];
};

/**
 * Makes the partitions of the coming years, as the owner of the schema; what waits in a default partition for one of them
 * moves into it. Changes nothing when they are there. Gives up after five seconds when a long transaction is in its way.
 */
export async function addYearPartitions(migrationUrl: string, now = new Date()): Promise<number> {
  const client = new pg.Client({ connectionString: migrationUrl, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await client.query("set lock_timeout = '5s'");
    const year = now.getUTCFullYear();
    const { rows } = await client.query('select daftar.add_year_partitions($1, $2) as added', [
      year,
      year + YEARS_AHEAD,
    ]);
    const added = Number(rows[0].added);
    // What moved out of a default partition leaves room behind, which would look like rows to the alarm.
    if (added > 0) await client.query('vacuum attendance_other, exam_results_other');
    return added;
  } finally {
    await client.end();
  }
}

/** Looks whether the next year has its partitions and the default ones are empty; any role of the application may ask. */
export async function partitionState(pool: pg.Pool, now = new Date()): Promise<PartitionState> {
  const { rows } = await asSystem(() =>
    pool.query('select parent, last_year, default_bytes from daftar.partition_state()'),
  );
  const soon = new Date(now.getTime() + ALARM_DAYS * DAY_MS).getUTCFullYear();
  const alarms = rows.flatMap(({ parent, last_year, default_bytes }) => [
    ...(last_year < soon
      ? [`The table ${parent} has no partition for ${soon}; run "npx daftar partitions".`]
      : []),
    ...(Number(default_bytes) > 0
      ? [
          `Rows of ${parent} lie in its default partition, outside of every year that has one of its own; see docs/operations.md.`,
        ]
      : []),
  ]);
  return { lastYear: Math.min(...rows.map(({ last_year }) => Number(last_year))), alarms };
}

/** For `/readyz`. It never fails: rows without a partition of their own are slower and not lost. */
export function partitionCheck(pool: pg.Pool): ReadinessCheck {
  return async () => {
    const { lastYear, alarms } = await partitionState(pool);
    return {
      name: 'partitions',
      ok: true,
      detail: { lastYear, alarm: alarms.length > 0, what: alarms.join(' ') },
    };
  };
}

/** By the clock: makes what is missing where this process knows the owner's login, and says aloud what is wrong then. */
export async function tendPartitions(options: {
  pool: pg.Pool;
  logger: Logger;
  migrationUrl: string | undefined;
  now?: Date;
}): Promise<PartitionState> {
  const { pool, logger, migrationUrl, now = new Date() } = options;
  if (migrationUrl !== undefined) {
    const added = await addYearPartitions(migrationUrl, now).catch((err: unknown) => {
      logger.error({ err, alarm: 'partitions', msg: 'partitions of the coming years could not be made' });
      return 0;
    });
    if (added > 0) logger.info({ added, msg: 'partitions of the coming years were made' });
  }
  const state = await partitionState(pool, now);
  for (const alarm of state.alarms) logger.error({ alarm: 'partitions', msg: alarm });
  return state;
}
