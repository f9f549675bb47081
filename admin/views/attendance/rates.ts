import type { Counts } from '../../../core/attendance/index.ts';
import { addDays } from '../../../core/kernel/browser.ts';

/** The percentage of recorded days on which pupils were there, with one decimal. */
export function attendanceRate({ recorded, absent }: Pick<Counts, 'recorded' | 'absent'>): number {
  return recorded === 0 ? 0 : Math.round(((recorded - absent) * 1000) / recorded) / 10;
}

type Day = Counts & { date: string };

/** The first day of the week of a date; `firstWeekday` counts from Sunday, 0. */
export function weekOf(date: string, firstWeekday: number): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday - firstWeekday + 7) % 7));
}

/** Days added up to weeks, each named by its first day, in the order of time. */
export function byWeek(days: readonly Day[], firstWeekday: number): Day[] {
  const weeks = new Map<string, Day>();
  for (const day of days) {
    const date = weekOf(day.date, firstWeekday);
    const sum = weeks.get(date) ?? { date, recorded: 0, absent: 0, unexcused: 0, late: 0 };
    weeks.set(date, {
      date,
      recorded: sum.recorded + day.recorded,
      absent: sum.absent + day.absent,
      unexcused: sum.unexcused + day.unexcused,
      late: sum.late + day.late,
    });
  }
  return [...weeks.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** How dark a cell of the heat map is, 0 to 5: each step is three percent of absence. */
export function heatOf({ recorded, absent }: Pick<Counts, 'recorded' | 'absent'>): number {
  return recorded === 0 ? 0 : Math.min(5, Math.floor((absent * 100) / recorded / 3));
}
