import type pg from 'pg';
import { AppError, addDays } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, type Queryable } from '../../tenancy/index.ts';
import {
  ADD_HOLIDAYS,
  ADD_PERIODS,
  ADD_SEMESTERS,
  ADD_SPAN,
  ADD_YEAR,
  CLEAR_PERIODS,
  DROP_DEFAULT,
  SAVE_SCHEDULE,
  YEAR_DATES,
} from '../sql/calendar.ts';
import type { TemplateHoliday, TemplateSchedule } from './qatar-template.ts';
import { schoolDays } from './school-days.ts';

type Dates = { startDate: string; endDate: string };

export type TemplateChoice = {
  /** A year that exists, or one to make with its semesters. */
  year: { id: string } | ({ title: string; semesters: ({ title: string } & Dates)[] } & Dates);
  ordinary: TemplateSchedule;
  ramadan: ({ schedule: TemplateSchedule } & Dates) | undefined;
  holidays: Pick<TemplateHoliday, 'title' | 'titleAr' | 'startDate' | 'endDate'>[];
};

/** What the calendar of the year is with the template, whether it was written or only tried. */
export type TemplateOutcome = {
  year: { id: string; title: string } & Dates;
  schoolDays: number;
  holidays: number;
  /** Days that already said something else and keep it. */
  keptDays: number;
  /** False when another time with other bells has a day of Ramadan. */
  ramadanAdded: boolean;
  /** School days of each month, YYYY-MM. */
  months: { month: string; schoolDays: number }[];
};

/**
 * Sets up a calendar from a template, all or nothing. A trial writes everything, counts, and takes it back: the preview is
 * what would be, and not a guess. What people already wrote into the calendar stays.
 */
export async function applyTemplate(
  pool: pg.Pool,
  choice: TemplateChoice,
  { isTrial, actor }: { isTrial: boolean; actor: AuditEvent['actor'] },
): Promise<TemplateOutcome> {
  let outcome: TemplateOutcome | undefined;
  try {
    await inTransaction(pool, async (client) => {
      outcome = await write(client, choice);
      if (isTrial) throw new TrialEnds();
      await recordAudit(client, {
        category: 'change',
        action: 'calendar.template',
        actor,
        subject: { collection: 'academic-years', id: outcome.year.id, label: outcome.year.title },
        after: { schoolDays: outcome.schoolDays, holidays: outcome.holidays },
      });
    });
  } catch (error) {
    if (!(error instanceof TrialEnds)) throw error;
  }
  if (!outcome) throw new AppError('calendar.no_year');
  return outcome;
}

class TrialEnds extends Error {}

async function write(client: Queryable, choice: TemplateChoice): Promise<TemplateOutcome> {
  const year = await yearOf(client, choice.year);
  await client.query(DROP_DEFAULT);
  await saveSchedule(client, choice.ordinary, true);
  let ramadanAdded = false;
  if (choice.ramadan) {
    const { schedule, startDate, endDate } = choice.ramadan;
    if (startDate > endDate)
      throw new AppError('calendar.dates_reversed', { start: startDate, end: endDate });
    const id = await saveSchedule(client, schedule, false);
    ramadanAdded = (await client.query(ADD_SPAN, [id, startDate, endDate])).rows.length > 0;
  }
  const dates = new Map<string, { date: string; title: string; titleAr: string }>();
  for (const { title, titleAr, startDate, endDate } of choice.holidays) {
    if (startDate > endDate)
      throw new AppError('calendar.dates_reversed', { start: startDate, end: endDate });
    for (let date = startDate; date <= endDate; date = addDays(date, 1))
      if (date >= year.startDate && date <= year.endDate && !dates.has(date))
        dates.set(date, { date, title, titleAr });
  }
  const added = (await client.query(ADD_HOLIDAYS, [JSON.stringify([...dates.values()])])).rows.length;
  const days = await schoolDays(client, year.startDate, year.endDate);
  const months = new Map<string, number>();
  for (const { date, isSchoolDay } of days)
    months.set(date.slice(0, 7), (months.get(date.slice(0, 7)) ?? 0) + Number(isSchoolDay));
  return {
    year,
    schoolDays: days.filter(({ isSchoolDay }) => isSchoolDay).length,
    holidays: days.filter(({ kind }) => kind === 'holiday').length,
    keptDays: dates.size - added,
    ramadanAdded,
    months: [...months].map(([month, count]) => ({ month, schoolDays: count })),
  };
}

async function yearOf(client: Queryable, wanted: TemplateChoice['year']): Promise<TemplateOutcome['year']> {
  if ('id' in wanted) {
    const { rows } = await client.query(YEAR_DATES, [wanted.id]);
    if (!rows[0]) throw new AppError('calendar.no_year');
    return rows[0];
  }
  const { title, startDate, endDate, semesters } = wanted;
  if (startDate > endDate) throw new AppError('calendar.dates_reversed', { start: startDate, end: endDate });
  for (const [index, semester] of semesters.entries()) checkSemester(semester, semesters[index + 1], wanted);
  const { rows } = await client.query(ADD_YEAR, [title, startDate, endDate]);
  await client.query(ADD_SEMESTERS, [rows[0].id, JSON.stringify(semesters)]);
  return { id: rows[0].id, title, startDate, endDate };
}

type Semester = { title: string } & Dates;

// The rules of the collection of terms, which this writes past.
function checkSemester(semester: Semester, next: Semester | undefined, year: Semester): void {
  const { startDate: start, endDate: end } = semester;
  if (start > end) throw new AppError('calendar.dates_reversed', { start, end });
  if (start < year.startDate || end > year.endDate)
    throw new AppError('calendar.term_outside_year', {
      ...{ start, end },
      ...{ yearStart: year.startDate, yearEnd: year.endDate },
    });
  if (next && next.startDate <= end)
    throw new AppError('calendar.terms_overlap', {
      ...{ start, end },
      ...{ otherStart: next.startDate, otherEnd: next.endDate },
    });
}

async function saveSchedule(
  client: Queryable,
  schedule: TemplateSchedule,
  isDefault: boolean,
): Promise<string> {
  const { rows } = await client.query(SAVE_SCHEDULE, [schedule.title, schedule.titleAr, isDefault]);
  await client.query(CLEAR_PERIODS, [rows[0].id]);
  await client.query(ADD_PERIODS, [rows[0].id, JSON.stringify(schedule.periods)]);
  return rows[0].id;
}
