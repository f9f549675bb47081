import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { isPlainDate } from '../../tenancy/index.ts';
import { type DayLesson, lessonsOfClass } from './day-lessons.ts';

/** `period` is the number of the lesson in the day; 0 is a register without one, as a homeroom's always is. */
export type ClassRef = { kind: 'classroom' | 'offering'; id: string; period: number };

/** Whose registers somebody may open on a date, those covered for somebody else included; and who a teacher is. */
export type RegisterAccess = { classIds: string[] | 'all'; teacherId?: string };

/** What is known of a class whose register may be opened. */
export type FoundClass = { title: string; lessons: DayLesson[] };

/**
 * The class with its lessons of the date. Throws register.class_unknown for a class that is not the viewer's or not the
 * school's, and register.lesson_unknown for a lesson that the timetable of the date does not have.
 */
export async function findClass(
  pool: pg.Pool,
  ref: ClassRef,
  date: string,
  access: RegisterAccess,
): Promise<FoundClass> {
  checkReach(ref, date, access);
  const table = ref.kind === 'classroom' ? 'classrooms' : 'class_offerings';
  const { rows } = await pool.query(`select title from ${table} where id = $1`, [ref.id]);
  if (!rows[0]) throw new AppError('register.class_unknown');
  const lessons = ref.kind === 'classroom' ? [] : await lessonsOfClass(pool, date, ref.id);
  if (
    ref.period > 0 &&
    !lessons.some(({ period }) => period === ref.period) &&
    !(await wasTaken(pool, ref, date))
  )
    throw new AppError('register.lesson_unknown', { period: ref.period, date });
  return { title: rows[0].title, lessons };
}

/** Throws register.class_unknown for a class whose registers the viewer may not open, and register.date_invalid. */
export function checkReach({ id }: ClassRef, date: string, { classIds }: RegisterAccess): void {
  checkDate(date);
  if (classIds !== 'all' && !classIds.includes(id)) throw new AppError('register.class_unknown');
}

/** Throws register.date_invalid for what is no calendar date. */
export function checkDate(date: string): void {
  if (!isPlainDate(date)) throw new AppError('register.date_invalid', { date: String(date).slice(0, 40) });
}

// A register stays open when the timetable changes after it was taken.
async function wasTaken(pool: pg.Pool, ref: ClassRef, date: string): Promise<boolean> {
  const { rows } = await pool.query(
    'select from attendance_registers where date = $1 and class_offering_id = $2 and period_number = $3',
    [date, ref.id, ref.period],
  );
  return rows.length > 0;
}
