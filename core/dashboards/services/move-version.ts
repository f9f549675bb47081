import type pg from 'pg';
import type { EventHandler } from '../../jobs/index.ts';

// What changes a number of some start page. Messages and news are read with the page; they are few.
const STEMS = [
  'attendance.',
  'result.',
  'results.',
  'gradebook.',
  'enrollment.',
  'student.',
  'guardian.',
  'invoice.',
  'payment.',
  'import.',
  'year_end.',
  'announcement.',
  'excuse.',
  'timetable.',
  // Numbers of classes were counted anew: their keeper is done with the event before this handler.
  'rollup.',
];

/** Lets the start pages of a school be computed anew after an event of it that they may show. Once an event or ten times is the same. */
export function dashboardRefresher({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'dashboards',
    handles: (type) => STEMS.some((stem) => type.startsWith(stem)),
    run: async () => {
      await pool.query(
        'insert into dashboard_versions (version) values (2) on conflict (tenant_id) do update set version = dashboard_versions.version + 1',
      );
    },
  };
}

/** Which state of the school the start pages are computed from. */
export async function dashboardVersion(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query('select version::text as version from dashboard_versions');
  return rows[0]?.version ?? '1';
}
