import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import type { Intention } from './promotion-rules.ts';

/**
 * Notes what a family says about the next year, on the pupil's place of the current year. `students` are the pupils the person
 * may speak for. Throws year_end.no_place for another pupil or one without a place.
 */
export async function noteIntention(
  pool: pg.Pool,
  wish: { student: string; intention: Intention },
  students: readonly string[] | 'all',
): Promise<void> {
  if (students !== 'all' && !students.includes(wish.student)) throw new AppError('year_end.no_place');
  const { rowCount } = await pool.query(
    `update enrollments e set next_year = $2, updated_at = now()
       from academic_years y
      where e.student_id = $1 and y.id = e.academic_year_id and y.current and e.status = 'active' and e.exit_code is null`,
    [wish.student, wish.intention],
  );
  if (rowCount === 0) throw new AppError('year_end.no_place');
}
