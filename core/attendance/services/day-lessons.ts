import type pg from 'pg';
import { lessonsOn } from '../../timetable/index.ts';

/** A lesson of a day as registers know it; times are HH:MM at the school. */
export type DayLesson = {
  period: number;
  starts: string;
  ends: string;
  offering: string;
  /** Who teaches it that day, the cover where somebody is away. */
  teacher: string | null;
};

type Lesson = Awaited<ReturnType<typeof lessonsOn>>[number];

const lessonOf = ({ periodNumber, starts, ends, classOfferingId, teacherId }: Lesson): DayLesson => ({
  period: Number(periodNumber),
  starts,
  ends,
  offering: classOfferingId,
  teacher: teacherId ?? null,
});

/** The lessons of a lesson group on a date, in the order of the day. */
export async function lessonsOfClass(pool: pg.Pool, date: string, offering: string): Promise<DayLesson[]> {
  return inOrder(await lessonsOn(pool, date, { classOfferingId: offering }));
}

/** The lessons a teacher gives on a date, those covered for others included. */
export async function lessonsOfTeacher(pool: pg.Pool, date: string, teacher: string): Promise<DayLesson[]> {
  return inOrder(await lessonsOn(pool, date, { teacherId: teacher }));
}

/** All lessons of the school on a date. */
export async function lessonsOfSchool(pool: pg.Pool, date: string): Promise<DayLesson[]> {
  return inOrder(await lessonsOn(pool, date, {}));
}

function inOrder(lessons: Lesson[]): DayLesson[] {
  return lessons.map(lessonOf).sort((a, b) => a.period - b.period || a.offering.localeCompare(b.offering));
}
