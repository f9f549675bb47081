import type pg from 'pg';
import { AppError, addDays } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { clashError, inTransaction, isPlainDate, type Queryable } from '../../tenancy/index.ts';
import { ABSENT_ON, ASSIGN_COVER, END_COVER, SUBJECTS_OF, TEACHERS_WHO_COVER } from '../sql/cover.ts';
import { type Lesson, lessonsBetween, type SchoolDay, schoolDay } from './school-days.ts';

export type Absence = {
  id: string;
  teacherId: string;
  teacher: string;
  teacherAr: string;
  firstPeriod: number | null;
  lastPeriod: number | null;
  note: string | null;
};

/** Somebody who is free in the period, best first: who teaches the subject, then who covered least. */
export type Suggestion = { id: string; name: string; nameAr: string; sameSubject: boolean; covers: number };
export type OpenLesson = { lesson: Lesson; absenceId: string; suggestions: Suggestion[] };
export type CoverPlan = { day: SchoolDay; absences: Absence[]; lessons: OpenLesson[] };

const COUNTED_DAYS = 90;

/** Every lesson of a date whose teacher is absent, with its cover or with those who could take it. */
export async function coverPlan(pool: Queryable, date: string): Promise<CoverPlan> {
  checkDate(date);
  const absences = (await pool.query(ABSENT_ON, [date])).rows as Absence[];
  const lessons = await lessonsBetween(pool, { from: date, until: date });
  const day = await schoolDay(pool, date);
  const open = lessons.flatMap((lesson) => {
    const absence = absences.find((candidate) =>
      isAbsentIn(candidate, lesson.regularTeacherId, lesson.period),
    );
    return absence ? [{ lesson, absenceId: absence.id }] : [];
  });
  if (open.length === 0) return { day, absences, lessons: [] };
  const subjects = await pool.query(SUBJECTS_OF, [open.map(({ lesson }) => lesson.offeringId)]);
  const subjectOf = new Map(subjects.rows.map((row) => [row.id as string, row.subject_id as string]));
  const teachers = (await pool.query(TEACHERS_WHO_COVER, [date, addDays(date, -COUNTED_DAYS)])).rows;
  return {
    day,
    absences,
    lessons: open.map(({ lesson, absenceId }) => {
      const busy = new Set(
        lessons
          .filter(({ period, teacherId }) => period === lesson.period && teacherId)
          .map(({ teacherId }) => teacherId),
      );
      const subject = subjectOf.get(lesson.offeringId);
      const free = teachers.filter(
        ({ id }) => !busy.has(id) && !absences.some((absence) => isAbsentIn(absence, id, lesson.period)),
      );
      const suggestions = free.map(({ id, name, nameAr, covers, subjects: taught }) => ({
        ...{ id, name, nameAr, covers },
        sameSubject: subject !== undefined && taught.includes(subject),
      }));
      return { lesson, absenceId, suggestions: suggestions.sort(bestFirst) };
    }),
  };
}

/** Same subject first, then the fewest covers, then the name. */
export function bestFirst(one: Suggestion, other: Suggestion): number {
  return (
    Number(other.sameSubject) - Number(one.sameSubject) ||
    one.covers - other.covers ||
    one.name.localeCompare(other.name)
  );
}

export type AssignCover = {
  entry: string;
  date: string;
  /** Undefined takes the cover away. */
  teacher: string | undefined;
  actor: AuditEvent['actor'];
};

/**
 * Gives a lesson of a date to another teacher, or back to its own. Throws timetable.not_on_date for a lesson that is not
 * held then, timetable.cover_absent for somebody who is away, timetable.cover_busy for somebody who teaches then.
 */
export async function assignCover(
  pool: pg.Pool,
  { entry, date, teacher, actor }: AssignCover,
): Promise<CoverPlan> {
  const before = await coverPlan(pool, date);
  const held = await lessonsBetween(pool, { from: date, until: date });
  const lesson = held.find(({ entryId }) => entryId === entry);
  if (!lesson) throw new AppError('timetable.not_on_date', { date });
  const away = before.absences.find((absence) => isAbsentIn(absence, teacher ?? null, lesson.period));
  if (away)
    throw new AppError('timetable.cover_absent', { teacher: away.teacher, teacherAr: away.teacherAr, date });
  const absence = before.lessons.find((open) => open.lesson.entryId === entry)?.absenceId ?? null;
  try {
    await inTransaction(pool, async (client) => {
      const { rows } =
        teacher === undefined
          ? await client.query(END_COVER, [entry, date])
          : await client.query(ASSIGN_COVER, [entry, date, teacher, absence]);
      if (!rows[0]) return;
      await recordAudit(client, {
        category: 'change',
        action: teacher === undefined ? 'cover.end' : 'cover.assign',
        actor,
        subject: { collection: 'covers', id: rows[0].id, label: `${lesson.lesson}, ${date}` },
        before: { teacher: lesson.teacherId },
        after: { teacher: teacher ?? lesson.regularTeacherId },
      });
    });
  } catch (error) {
    throw clashError(error) ?? error;
  }
  return coverPlan(pool, date);
}

function isAbsentIn(absence: Absence, teacherId: string | null, period: number): boolean {
  return (
    absence.teacherId === teacherId &&
    (absence.firstPeriod === null || absence.firstPeriod <= period) &&
    (absence.lastPeriod === null || absence.lastPeriod >= period)
  );
}

function checkDate(date: unknown): void {
  if (!isPlainDate(date)) throw new AppError('register.date_invalid', { date: String(date).slice(0, 40) });
}
