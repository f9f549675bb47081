import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';
import { inTransaction } from '../../tenancy/index.ts';
import { DAYS_WITH_MARKS } from '../sql/days.ts';
import { LOCK_PUPILS } from '../sql/register.ts';
import { deriveDays, type PupilDay } from './derive-days.ts';
import { countPupils } from './follow-thresholds.ts';
import { DAY_RULE_CHANGED, RULES_CHANGED } from './threshold-events.ts';

const PUPILS_AT_ONCE = 100;
const DAYS_AT_ONCE = 2_000;

/** Counts everybody again after a rule was changed. Repeating it changes nothing. */
export function countingAgain({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'attendance-count-again',
    handles: (type) => type === RULES_CHANGED || type === DAY_RULE_CHANGED,
    run: async ({ type }) => {
      if (type === DAY_RULE_CHANGED) await deriveYears(pool);
      await countEverybody(pool);
    },
  };
}

/** Derives the days of the years in use again from their marks, in the scope of a school. Returns how many days there were. */
export async function deriveYears(pool: pg.Pool): Promise<number> {
  const { rows: years } = await pool.query(
    `select start_date, end_date from academic_years
      where current or to_char(now(), 'YYYY-MM-DD') between start_date and end_date`,
  );
  let derived = 0;
  for (const year of years) {
    const { rows } = await pool.query(DAYS_WITH_MARKS, [year.start_date, year.end_date]);
    for (let start = 0; start < rows.length; start += DAYS_AT_ONCE) {
      const days = rows.slice(start, start + DAYS_AT_ONCE) as PupilDay[];
      await whileHeld(
        pool,
        days.map(({ student }) => student),
        (client) => deriveDays(client, days),
      );
      derived += days.length;
    }
  }
  return derived;
}

/** Counts all pupils with days in the years in use against the thresholds, some at a time. */
export async function countEverybody(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `select s.id, d.first, d.last from students s
       join lateral (select min(date) as first, max(date) as last from attendance_days d
                      where d.student_id = s.id and d.date >= (select min(start_date) from academic_years
                        where current or to_char(now(), 'YYYY-MM-DD') between start_date and end_date)) d on d.first is not null
      where s.status = 'active' order by s.id`,
  );
  for (let start = 0; start < rows.length; start += PUPILS_AT_ONCE) {
    const pupils = rows.slice(start, start + PUPILS_AT_ONCE);
    const ids = pupils.map((row) => row.id as string);
    const dates = pupils.flatMap((row) => [row.first as string, row.last as string]);
    await whileHeld(pool, ids, (client) => countPupils(client, ids, dates));
  }
}

// As registers do: nobody else writes marks of these pupils meanwhile.
function whileHeld(
  pool: pg.Pool,
  pupils: readonly string[],
  work: (client: pg.PoolClient) => Promise<unknown>,
): Promise<void> {
  return inTransaction(pool, async (client) => {
    await client.query(LOCK_PUPILS, [pupils]);
    await work(client);
  });
}
