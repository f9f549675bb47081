import type pg from 'pg';
import { plainDateIn } from '../../kernel/index.ts';
import { requireTenant } from '../../tenancy/index.ts';
import { LIST_CLASSES } from '../sql/class-list.ts';
import { type OwnLesson, ownLessons } from './own-lessons.ts';
import { checkDate, type RegisterAccess } from './register-access.ts';

export type RegisterClass = {
  kind: 'classroom' | 'offering';
  id: string;
  title: string;
  titleAr: string | null;
  detail: string | null;
  detailAr: string | null;
  pupils: number;
  taken: boolean;
};
export type ClassList = {
  today: string;
  codes: {
    code: string;
    title: string;
    titleAr: string;
    status: string;
    excused: boolean;
    direction: 'in' | 'out';
    defaultMinutes: number | null;
  }[];
  classes: RegisterClass[];
  /** The viewer's own lessons of the date by the timetable; none for people who are no teachers. */
  lessons: OwnLesson[];
};

/** The classes with pupils on a date whose register a viewer may open: homerooms first, then lesson groups. */
export async function listClasses(
  pool: pg.Pool,
  date: string,
  { classIds, teacherId }: RegisterAccess,
): Promise<ClassList> {
  checkDate(date);
  const only = classIds === 'all' ? null : classIds;
  const [classes, codes, lessons] = await Promise.all([
    pool.query(LIST_CLASSES, [only, date]),
    pool.query(
      'select code, title, title_ar, status, excused, direction, default_minutes from attendance_codes order by "order", id',
    ),
    teacherId === undefined ? [] : ownLessons(pool, date, teacherId),
  ]);
  return {
    today: plainDateIn(requireTenant().timeZone, Date.now()),
    codes: codes.rows.map((row) => ({
      code: row.code,
      title: row.title,
      titleAr: row.title_ar,
      status: row.status,
      excused: row.excused === true,
      direction: row.direction,
      defaultMinutes: row.default_minutes === null ? null : Number(row.default_minutes),
    })),
    lessons,
    classes: classes.rows.map((row) => ({
      kind: row.kind,
      id: row.id,
      title: row.title,
      titleAr: row.title_ar,
      detail: row.detail,
      detailAr: row.detail_ar,
      pupils: Number(row.pupils),
      taken: row.taken,
    })),
  };
}
