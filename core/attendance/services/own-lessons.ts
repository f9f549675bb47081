import type pg from 'pg';
import { lessonsOfTeacher } from './day-lessons.ts';

/** A lesson of a teacher's day on the page of registers. */
export type OwnLesson = {
  id: string;
  period: number;
  starts: string;
  ends: string;
  title: string;
  titleAr: string | null;
  taken: boolean;
};

/** The lessons a teacher gives on a date, covers included, and which registers of them are taken. */
export async function ownLessons(pool: pg.Pool, date: string, teacher: string): Promise<OwnLesson[]> {
  const lessons = await lessonsOfTeacher(pool, date, teacher);
  if (lessons.length === 0) return [];
  const { rows } = await pool.query(
    `select l.offering as id, l.period, o.title,
            b.title_ar || coalesce(' ' || coalesce(c.title_ar, c.title), '') as title_ar,
            exists (select from attendance_registers r where r.class_offering_id = l.offering and r.date = $2
                       and r.period_number = l.period) as taken
       from jsonb_to_recordset($1::jsonb) as l(offering uuid, period int)
       join class_offerings o on o.id = l.offering join subjects b on b.id = o.subject_id
       left join classrooms c on c.id = o.classroom_id`,
    [JSON.stringify(lessons), date],
  );
  const known = new Map(rows.map((row) => [`${row.id} ${row.period}`, row]));
  return lessons.flatMap(({ offering, period, starts, ends }) => {
    const row = known.get(`${offering} ${period}`);
    if (row === undefined) return [];
    return [
      { id: offering, period, starts, ends, title: row.title, titleAr: row.title_ar, taken: row.taken },
    ];
  });
}
