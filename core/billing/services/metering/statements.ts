import type pg from 'pg';
import { LEDGER_DAYS, WRITE_STATEMENTS } from '../../sql/reconcile.ts';
import { raiseAlarm, resolveAlarm } from './alarms.ts';

const DAY_MS = 24 * 3_600_000;

type CountedHour = { hour: Date; claimed: number; trial: number; late: number; stripe: number };

type DayStatements = {
  tenantId: string;
  meter: string;
  days: Date[];
  states: CountedHour[];
  now: Date;
  /** Something is on its way: a difference is expected and no alarm. */
  isWaiting: boolean;
};

/**
 * Writes what a meter stood at in each UTC day: in the ledger, in the shipments and at Stripe. A ledger that holds more than the
 * shipments of a day that is over raises an alarm: the cut should have found it.
 */
export async function writeDayStatements(
  pool: pg.Pool,
  { tenantId, meter, days, states, now, isWaiting }: DayStatements,
): Promise<void> {
  const { rows } = await pool.query<{ day: Date; total: string }>(LEDGER_DAYS, [tenantId, meter, days]);
  const lines = rows.map(({ day, total }) => {
    const hours = states.filter(({ hour }) => hour >= day && hour.getTime() < day.getTime() + DAY_MS);
    const sum = (pick: (hour: CountedHour) => number) => hours.reduce((value, hour) => value + pick(hour), 0);
    return {
      day,
      ledger: Number(total),
      trial: sum(({ trial }) => trial),
      late: sum(({ late }) => late),
      shipped: sum(({ claimed, trial, late }) => claimed + trial + late),
      stripe: sum(({ stripe }) => stripe),
    };
  });
  await pool.query(WRITE_STATEMENTS, [
    tenantId,
    'day',
    meter,
    lines.map(({ day }) => day),
    lines.map(({ day }) => new Date(day.getTime() + DAY_MS)),
    lines.map(({ ledger }) => ledger),
    lines.map(({ trial }) => trial),
    lines.map(({ late }) => late),
    lines.map(({ shipped }) => shipped),
    lines.map(({ stripe }) => stripe),
    now,
  ]);
  for (const { day, ledger, shipped } of lines) {
    const key = `${meter}:${day.toISOString()}`;
    const isOver = day.getTime() + DAY_MS + 3_600_000 < now.getTime();
    if (ledger === shipped) await resolveAlarm(pool, { tenantId, kind: 'not_cut', key, now });
    else if (isOver && !isWaiting) {
      const detail = { day: day.toISOString(), ledger, shipped };
      await raiseAlarm(pool, { tenantId, kind: 'not_cut', meter, key, detail, now });
    }
  }
}
