import { calendarOf, type Queryable, requireTenant } from '../../tenancy/index.ts';
import { LESSONS, SCHOOL_DAYS } from '../sql/school-days.ts';

export type DayKind =
  | 'school_day'
  | 'half_day'
  | 'exam_day'
  | 'holiday'
  /** A day of the weekend, as the school set it. */
  | 'weekend'
  /** In no academic year. */
  | 'outside_year';

export type SchoolDay = {
  date: string;
  isSchoolDay: boolean;
  kind: DayKind;
  /** What the calendar calls the day; undefined where it says nothing. */
  title: string | undefined;
  titleAr: string | undefined;
  /** The bells of the day; undefined where the school has no schedule yet. */
  bellScheduleId: string | undefined;
  /** Set where the day itself, and not its time of the year, names its bells. */
  hasOwnBells?: true;
  /** The weekday whose lessons the day has, where that is another one; 0 is Sunday. */
  followsWeekday?: number;
};

/** One lesson on one date, with the cover applied. `starts` and `ends` are HH:MM on the school's clock. */
export type Lesson = {
  date: string;
  period: number;
  periodTitle: string;
  periodTitleAr: string;
  starts: string;
  ends: string;
  entryId: string;
  offeringId: string;
  classroomId: string | null;
  teacherId: string | null;
  regularTeacherId: string | null;
  covered: boolean;
  roomId: string | null;
  lesson: string;
  subject: string;
  subjectAr: string;
  class: string | null;
  classAr: string | null;
  teacher: string | null;
  teacherAr: string | null;
  regularTeacher: string | null;
  regularTeacherAr: string | null;
  room: string | null;
  roomAr: string | null;
};

/** Whose lessons; nothing named means all of the school. */
export type LessonFilter = {
  teacherId?: string;
  classOfferingId?: string;
  classroomId?: string;
  roomId?: string;
  studentId?: string;
};

/** What other parts of the product need of a lesson. */
export type LessonOn = {
  periodNumber: number;
  starts: string;
  ends: string;
  classOfferingId: string;
  teacherId: string | undefined;
  roomId: string | undefined;
};

/** What a plain date (YYYY-MM-DD) is in the calendar of the school of the scope. */
export async function schoolDay(pool: Queryable, date: string): Promise<SchoolDay> {
  const [day] = await schoolDays(pool, date, date);
  if (!day) throw new Error(`The calendar has no day ${date}.`);
  return day;
}

/** Every date from the first to the last, both included, as `schoolDay` says. */
export async function schoolDays(pool: Queryable, from: string, until: string): Promise<SchoolDay[]> {
  const { rows } = await pool.query(SCHOOL_DAYS, [from, until, weekend()]);
  return rows.map((row) => ({
    date: row.date,
    isSchoolDay: row.is_school_day,
    kind: row.kind ?? (row.is_weekend ? 'weekend' : row.in_year ? 'school_day' : 'outside_year'),
    title: row.title ?? undefined,
    titleAr: row.title_ar ?? undefined,
    bellScheduleId: row.schedule_id ?? undefined,
    ...(row.has_own_bells ? { hasOwnBells: true as const } : {}),
    ...(row.follows_weekday === null ? {} : { followsWeekday: Number(row.follows_weekday) }),
  }));
}

/** The lessons of a date in the order of the day, cover applied; none on a day without school. */
export async function lessonsOn(
  pool: Queryable,
  date: string,
  filter: Pick<LessonFilter, 'teacherId' | 'classOfferingId' | 'classroomId'> = {},
): Promise<LessonOn[]> {
  const lessons = await lessonsBetween(pool, { from: date, until: date, ...filter });
  return lessons.map(({ period, starts, ends, offeringId, teacherId, roomId }) => ({
    periodNumber: period,
    starts,
    ends,
    classOfferingId: offeringId,
    teacherId: teacherId ?? undefined,
    roomId: roomId ?? undefined,
  }));
}

/** The lessons of some dates with all their names, in the order they are held. */
export async function lessonsBetween(
  pool: Queryable,
  { from, until, ...filter }: { from: string; until: string } & LessonFilter,
): Promise<Lesson[]> {
  const { rows } = await pool.query(LESSONS, [
    from,
    until,
    weekend(),
    filter.teacherId ?? null,
    filter.classOfferingId ?? null,
    filter.classroomId ?? null,
    filter.roomId ?? null,
    filter.studentId ?? null,
  ]);
  return rows as Lesson[];
}

function weekend(): number[] {
  return [...calendarOf(requireTenant()).weekendDays];
}

const NOBODY = { teacher: null, teacherAr: null, regularTeacher: null, regularTeacherAr: null };

/** A lesson for people whose role does not show them the school's teachers, as families as schools begin. */
export function withoutTeacher<Entry extends { teacherId: string | null }>(entry: Entry): Entry {
  const names = Object.fromEntries(Object.entries(NOBODY).filter(([name]) => name in entry));
  return { ...entry, ...names };
}
