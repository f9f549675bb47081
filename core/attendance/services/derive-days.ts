import type { Queryable } from '../../tenancy/index.ts';
import { KEEP_DAYS, READ_DAYS, READ_DAYS_OF_DATE } from '../sql/days.ts';
import {
  type DayMark,
  type DayRule,
  type DayStatus,
  DEFAULT_DAY_RULE,
  deriveDay,
  type MarkStatus,
} from './day-rule.ts';

export type PupilDay = { student: string; date: string };

/** A day as it is now, and as it was before. */
export type DerivedDay = PupilDay & {
  day: DayStatus;
  before: { status: MarkStatus; excused: boolean } | undefined;
};

/**
 * Derives days from their marks by the school's rule and keeps them, in the caller's transaction, which holds the pupils'
 * rows so that no other register of theirs is saved meanwhile. Days without marks are passed over.
 */
export async function deriveDays(client: Queryable, days: readonly PupilDay[]): Promise<DerivedDay[]> {
  if (days.length === 0) return [];
  const rule = await readDayRule(client);
  const students = days.map(({ student }) => student);
  const dates = days.map(({ date }) => date);
  const { rows } =
    new Set(dates).size === 1
      ? await client.query(READ_DAYS_OF_DATE, [students, dates[0]])
      : await client.query(READ_DAYS, [students, dates]);
  const derived = rows.flatMap((row) => {
    const day = deriveDay(row.marks as DayMark[], rule);
    if (day === undefined) return [];
    const before = row.was === null ? undefined : { status: row.was, excused: row.was_excused };
    return [
      { student: row.student as string, date: row.date as string, classroom: row.classroom, day, before },
    ];
  });
  await client.query(KEEP_DAYS, [
    JSON.stringify(
      derived.map(({ student, date, classroom, day }) => ({ student, date, classroom, ...day })),
    ),
  ]);
  return derived;
}

/** The rule of the school of the scope. */
export async function readDayRule(client: Queryable): Promise<DayRule> {
  const { rows } = await client.query(
    'select homeroom_wins, absent_lessons, absent_share from attendance_rules',
  );
  return rows[0] ? ruleOf(rows[0]) : DEFAULT_DAY_RULE;
}

/** True when a change of a day can matter to a count of absences or lates. */
export function matters({ day, before }: DerivedDay): boolean {
  if (before?.status === day.status && before.excused === day.excused) return false;
  // A day that came to be recorded can lift a percentage; the counts hear of it with the next day that matters.
  return (
    day.status === 'absent' ||
    day.status === 'late' ||
    before?.status === 'absent' ||
    before?.status === 'late'
  );
}

type RuleRow = { homeroom_wins: boolean; absent_lessons: number | null; absent_share: number | null };

/** The school's rule of its row. */
export function ruleOf(row: RuleRow): DayRule {
  return {
    homeroomWins: row.homeroom_wins,
    absentLessons: row.absent_lessons,
    absentShare: row.absent_share,
  };
}
