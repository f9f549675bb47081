import type pg from 'pg';
import { READ_ROSTER, READ_ROSTER_CLASSES } from '../sql/read.ts';

/** The pupils of a year, one class of it or the first 500, with the names and grades of that time. */
export async function readRoster(
  pool: pg.Pool,
  wish: { year: string; class?: string | undefined },
  students: readonly string[] | 'all',
) {
  const only = students === 'all' ? null : students;
  const [classes, pupils] = await Promise.all([
    pool.query(READ_ROSTER_CLASSES, [wish.year, only]),
    pool.query(READ_ROSTER, [wish.year, only, wish.class ?? null]),
  ]);
  return { classes: classes.rows, pupils: pupils.rows };
}
