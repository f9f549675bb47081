import type pg from 'pg';
import { plainDateIn } from '../../kernel/index.ts';
import { requireTenant } from '../../tenancy/index.ts';
import { schoolDay } from '../../timetable/index.ts';
import { MISSING_HOMEROOMS, MISSING_LESSONS } from '../sql/missing.ts';
import { readRule } from './attendance-rule.ts';
import { type DayLesson, lessonsOfSchool } from './day-lessons.ts';
import { checkDate } from './register-access.ts';

/** A register that was to be taken. `due` is HH:MM at the school; `lateMinutes` is how long ago that was, today. */
export type MissingRegister = {
  kind: 'classroom' | 'offering';
  id: string;
  period: number;
  title: string;
  titleAr: string | null;
  teachers: { id: string; name: string; nameAr: string | null }[];
  due: string;
  lateMinutes: number | null;
};

export type MissingRegisters = {
  date: string;
  isSchoolDay: boolean;
  /** What the calendar calls the day, where it says anything. */
  day: { title: string | null; titleAr: string | null };
  registers: MissingRegister[];
};

export type MissingOptions = { date: string; now: Date; classIds: string[] | 'all'; teacherId?: string };

/**
 * Registers of a date that were due and not taken, the longest overdue first; those of today only from their time on.
 * A day that is no school day has none.
 */
export async function missingRegisters(pool: pg.Pool, options: MissingOptions): Promise<MissingRegisters> {
  const { date, now } = options;
  checkDate(date);
  const { timeZone } = requireTenant();
  const today = plainDateIn(timeZone, now);
  const day = await schoolDay(pool, date);
  const none = {
    date,
    isSchoolDay: day.isSchoolDay,
    day: { title: day.title ?? null, titleAr: day.titleAr ?? null },
    registers: [],
  };
  if (!day.isSchoolDay || date > today) return none;
  const rule = await readRule(pool);
  const [homerooms, lessons] = await Promise.all([
    rule.expectsHomeroom ? missingHomerooms(pool, options, rule.homeroomDue) : [],
    rule.expectsLessons ? missingLessons(pool, options) : [],
  ]);
  const minute = minuteIn(timeZone, now);
  const registers = [...homerooms, ...lessons].flatMap((register) => {
    const lateMinutes = date === today ? minute - minutesOf(register.due) : null;
    return lateMinutes !== null && lateMinutes < 0 ? [] : [{ ...register, lateMinutes }];
  });
  return { ...none, registers: registers.sort((a, b) => a.due.localeCompare(b.due)) };
}

type Due = Omit<MissingRegister, 'lateMinutes'>;

async function missingHomerooms(
  pool: pg.Pool,
  { date, classIds }: MissingOptions,
  due: string,
): Promise<Due[]> {
  const { rows } = await pool.query(MISSING_HOMEROOMS, [classIds === 'all' ? null : classIds, date]);
  return rows.map((row) => ({
    kind: 'classroom',
    id: row.id,
    period: 0,
    title: row.title,
    titleAr: row.title_ar,
    teachers: row.teachers,
    due,
  }));
}

async function missingLessons(pool: pg.Pool, { date, classIds, teacherId }: MissingOptions): Promise<Due[]> {
  const isShown = ({ offering, teacher }: DayLesson) =>
    classIds === 'all' || classIds.includes(offering) || (teacher !== null && teacher === teacherId);
  const lessons = (await lessonsOfSchool(pool, date)).filter(isShown);
  const startOf = new Map(lessons.map(({ offering, period, starts }) => [`${offering} ${period}`, starts]));
  const { rows } = await pool.query(MISSING_LESSONS, [JSON.stringify(lessons), date]);
  return rows.map((row) => ({
    kind: 'offering',
    id: row.id,
    period: row.period,
    title: row.title,
    titleAr: row.title_ar,
    teachers: row.teachers,
    due: startOf.get(`${row.id} ${row.period}`) ?? '00:00',
  }));
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function minuteIn(timeZone: string, at: Date): number {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return minutesOf(clock);
}
