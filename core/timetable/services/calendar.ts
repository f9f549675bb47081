import type pg from 'pg';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { termTitle } from '../../school/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import { CALENDAR_FRAME, CLEAR_DAYS, SAVE_DAYS } from '../sql/calendar.ts';
import type { TemplatePeriod } from './qatar-template.ts';
import { type SchoolDay, schoolDays } from './school-days.ts';

export type CalendarYear = {
  id: string;
  title: string;
  startDate: string;
  endDate: string;
  current: boolean;
};
export type CalendarTerm = {
  id: string;
  title: string;
  titleAr: string;
  kind: 'semester' | 'term' | 'gradingPeriod';
  yearId: string;
  startDate: string;
  endDate: string;
};
export type BellSchedule = {
  id: string;
  title: string;
  titleAr: string;
  isDefault: boolean;
  periods: TemplatePeriod[];
};
export type BellSpan = { id: string; scheduleId: string; startDate: string; endDate: string };

/** The calendar as a page shows it; `days` are those of the dates asked for. */
export type CalendarPage = {
  years: CalendarYear[];
  terms: CalendarTerm[];
  schedules: BellSchedule[];
  spans: BellSpan[];
  days: SchoolDay[];
};

/** A day that people name; `bellScheduleId` and `followsWeekday` are left out where nothing is special about them. */
export type NamedDay = {
  date: string;
  kind: 'holiday' | 'half_day' | 'exam_day' | 'school_day';
  title: string;
  titleAr: string;
  bellScheduleId?: string | null | undefined;
  followsWeekday?: number | null | undefined;
};

/** Years, terms, bells, and every date from the first to the last with what it is. */
export async function readCalendar(pool: Queryable, from: string, until: string): Promise<CalendarPage> {
  const frame = (await pool.query(CALENDAR_FRAME)).rows[0] as Omit<CalendarPage, 'days'>;
  const terms = frame.terms.map((term) => ({ ...term, titleAr: termTitle(term.title).ar }));
  return { ...frame, terms, days: await schoolDays(pool, from, until) };
}

export type SaveDays = { days: NamedDay[]; clear: string[]; actor: AuditEvent['actor'] };

/** Names days and clears others, all or none. */
export async function saveDays(
  pool: pg.Pool,
  { days, clear, actor }: SaveDays,
): Promise<{ saved: number; cleared: number }> {
  const unique = [...new Map(days.map((day) => [day.date, day])).values()];
  return inTransaction(pool, async (client) => {
    const cleared = (await client.query(CLEAR_DAYS, [clear])).rows.length;
    const saved =
      unique.length === 0 ? 0 : (await client.query(SAVE_DAYS, [JSON.stringify(unique)])).rows.length;
    if (saved + cleared > 0)
      await recordAudit(client, {
        category: 'change',
        action: 'calendar.save',
        actor,
        subject: { collection: 'calendar-days', label: unique[0]?.date ?? clear[0] ?? '' },
        after: Object.fromEntries(unique.map(({ date, kind, title }) => [date, `${kind}: ${title}`])),
        details: { cleared: clear },
      });
    return { saved, cleared };
  });
}
